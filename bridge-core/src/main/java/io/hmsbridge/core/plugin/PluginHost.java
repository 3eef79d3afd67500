package io.hmsbridge.core.plugin;

import io.hmsbridge.core.plugin.LoadedPlugin.State;
import io.hmsbridge.core.watch.FolderWatch;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the plugin jars of a folder and keeps up with it: a jar dropped, replaced or deleted takes effect within a
 * second. A jar that is broken, hangs or throws is refused, by name and with a reason in {@link #plugins} and the log;
 * it never harms the host or another plugin, and never displaces a version that works.
 */
public final class PluginHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration HELD_LOOK = Duration.ofMillis(100);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Path folder;
    private final Clock clock;
    private final Duration startLimit;
    private final BooleanSupplier held;
    private final JarFolder jars;
    private final Registry registry = new Registry();
    private final Loaders loaders = new Loaders();
    private final Roster roster;
    private final FolderWatch watch;
    /** Whom to tell when every jar has become active or been refused. */
    private final List<CompletableFuture<Void>> awaited = new ArrayList<>();

    /** All decisions are made on this one thread, so that none of the state behind it needs a lock. */
    private final ScheduledExecutorService desk =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("plugin-host").factory());

    private Optional<LoadedPlugin> folderProblem = Optional.empty();
    private boolean lookDue;
    private volatile List<LoadedPlugin> listing = List.of();
    private volatile PluginCounts counts = PluginCounts.NONE;

    /** What becomes of an older version that is put over the jar of the one that runs. */
    public enum Downgrades {
        /** It is refused, and the one that runs goes on: an old file is more often a mistake than meant. */
        REFUSE,
        /** It takes over. */
        ALLOW
    }

    private PluginHost(Path folder, Path work, PluginTrust trust, Downgrades downgrades, WantedVersions wanted,
            Duration startLimit, BooleanSupplier held, Clock clock) throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.startLimit = startLimit;
        this.held = held;
        this.jars = new JarFolder(folder, clock);
        this.roster = new Roster(new JarIntake(new WorkFolder(work, trust)), registry,
                new Succession(downgrades, new LastGood(work)), wanted, loaders, this::start,
                () -> onDesk(this::publish),
                clock);
        registry.onChange(_ -> publish()); // before anyone else hears of it
        this.watch = FolderWatch.start(folder, this::lookSoon);
    }

    /**
     * Starts watching, and returns when every jar that is in the folder has become active or been refused.
     *
     * @param folder where people put plugin jars; it may be absent for now
     * @param work private to this host, for the copies that are loaded; its jars are deleted at start
     * @throws IOException if the work folder cannot be used
     */
    public static PluginHost open(Path folder, Path work) throws IOException {
        return open(folder, work, PluginTrust.ANY);
    }

    /** As {@link #open(Path, Path)}, for files that are trusted. */
    public static PluginHost open(Path folder, Path work, PluginTrust trust) throws IOException {
        return open(folder, work, trust, Downgrades.REFUSE, WantedVersions.HIGHEST);
    }

    /** As {@link #open(Path, Path, PluginTrust)}, with a say in downgrades and in what runs side by side. */
    public static PluginHost open(Path folder, Path work, PluginTrust trust, Downgrades downgrades,
            WantedVersions wanted) throws IOException {
        return open(folder, work, trust, downgrades, wanted, () -> false);
    }

    /** As that, and while {@code held} is so, the time in which a plugin must start does not end. */
    public static PluginHost open(Path folder, Path work, PluginTrust trust, Downgrades downgrades,
            WantedVersions wanted, BooleanSupplier held) throws IOException {
        return open(folder, work, trust, downgrades, wanted, START_LIMIT, held);
    }

    static PluginHost open(Path folder, Path work, Duration startLimit) throws IOException {
        return open(folder, work, PluginTrust.ANY, Downgrades.REFUSE, WantedVersions.HIGHEST, startLimit, () -> false);
    }

    /** @param startLimit how long a plugin may take to start and construct its factories */
    static PluginHost open(Path folder, Path work, PluginTrust trust, Downgrades downgrades,
            WantedVersions wanted, Duration startLimit, BooleanSupplier held) throws IOException {
        var host = new PluginHost(folder, work, trust, downgrades, wanted, startLimit, held, Clock.systemUTC());
        host.follow(wanted);
        return host;
    }

    /** Has these versions run from now on, and returns when they do, or are refused, or take too long. */
    public void follow(WantedVersions wanted) {
        var settled = new CompletableFuture<Void>();
        onDesk(() -> {
            awaited.add(settled);
            roster.want(wanted);
            look();
        });
        settled.completeOnTimeout(null, startLimit.plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private void settled() {
        awaited.forEach(waiting -> waiting.complete(null));
        awaited.clear();
    }

    /** What the active plugins offer. */
    public Connectors connectors() {
        return registry;
    }

    /** Every jar in the folder and those still draining, as of now. */
    public List<LoadedPlugin> plugins() {
        return listing;
    }

    /** What has become of plugins since the start. */
    public PluginCounts counts() {
        return new PluginCounts(counts.swaps(), counts.refusals(), loaders.leaked());
    }

    private void lookSoon() {
        onDesk(this::look);
    }

    private void look() {
        try {
            var sights = jars.look();
            folderProblem = Optional.empty();
            roster.update(sights);
            afterwards();
        } catch (IOException e) {
            // What runs goes on: a network folder that is away for a while is not a request to stop everything. The
            // watch calls when it is back.
            noteFolderProblem(e);
            publish();
            settled();
        }
    }

    private void noteFolderProblem(IOException e) {
        var problem = Files.exists(folder) ? "the folder cannot be read: " + reason(e)
                : "the folder does not exist";
        if (folderProblem.isEmpty()) {
            LOG.warn("plugins folder={} problem=\"{}\"", folder, problem);
            folderProblem =
                    Optional.of(new LoadedPlugin("", "", folder, List.of(), State.REFUSED, clock.instant(), problem));
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : PluginProblem.wordsOf(e);
    }

    private void afterwards() {
        publish();
        if (!lookDue) {
            roster.nextLook().ifPresent(delay -> {
                lookDue = true;
                onDeskAfter(delay, () -> {
                    lookDue = false;
                    look();
                });
            });
        }
        if (roster.isSettled()) {
            roster.opened();
            settled();
        }
    }

    private void publish() {
        var all = new ArrayList<>(roster.listing());
        folderProblem.ifPresent(all::add);
        listing = List.copyOf(all);
        counts = roster.counts();
    }

    /** Plugin code runs on a thread of its own, so that one that hangs keeps nobody waiting but itself. */
    private void start(Candidate candidate) {
        var problem = new CompletableFuture<Optional<String>>();
        var thread = Thread.ofPlatform().daemon().name("plugin-start-" + candidate.jar().id())
                .start(() -> problem.complete(problemOfStarting(candidate)));
        giveUp(problem, startLimit);
        var _ = problem.thenAccept(p -> onDesk(() -> {
            thread.interrupt();
            started(candidate, p);
        }));
    }

    private void giveUp(CompletableFuture<Optional<String>> problem, Duration limit) {
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, Runnable::run).execute(() -> {
            if (held.getAsBoolean() && !problem.isDone()) {
                giveUp(problem, HELD_LOOK);
            } else {
                problem.complete(Optional.of("it did not finish starting within " + startLimit.toSeconds() + " s"));
            }
        });
    }

    private Optional<String> problemOfStarting(Candidate candidate) {
        try {
            candidate.jar().start();
            registry.tryOut(candidate.jar(), candidate.takes());
            return Optional.empty();
        } catch (PluginProblem e) {
            return Optional.of(e.getMessage());
        } catch (Throwable e) { // foreign code: no error of a plugin is an error of the host
            return Optional.of("it did not start: " + PluginProblem.wordsOf(e));
        }
    }

    private void started(Candidate candidate, Optional<String> problem) {
        roster.started(candidate, problem);
        afterwards();
    }

    private void onDesk(Runnable task) {
        onDeskAfter(Duration.ZERO, task);
    }

    private void onDeskAfter(Duration delay, Runnable task) {
        try {
            var _ = desk.schedule(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("the plugin host stumbled and goes on folder={}", folder, e);
                }
            }, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the plugin host is closed, so a change came too late");
        }
    }

    /**
     * Takes every connector back and unloads the plugins whose leases are closed; the others go with their last lease.
     */
    @Override
    public void close() {
        watch.close();
        var running = CompletableFuture.supplyAsync(roster::close, desk).join();
        desk.shutdownNow();
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        for (var jar : running) {
            if (jar.isReleased() && !jar.awaitUnloaded(Duration.ofNanos(deadline - System.nanoTime()))) {
                LOG.warn("plugin={} is still stopping", jar);
            }
        }
    }
}
