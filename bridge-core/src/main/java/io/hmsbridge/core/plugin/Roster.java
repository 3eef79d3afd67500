package io.hmsbridge.core.plugin;

import static java.util.Comparator.comparing;

import io.hmsbridge.core.plugin.JarFolder.Sight;
import io.hmsbridge.core.plugin.LoadedPlugin.State;
import io.hmsbridge.core.plugin.PluginHost.Downgrades;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which jars run: of each plugin id the highest version that starts. Confined to one thread, and runs no plugin
 * code on it: starting is left to {@code starter}, whose answer comes back through {@link #started}.
 */
final class Roster {

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    /** The higher version; of two equal ones that which is running already. */
    private static final Comparator<Candidate> PREFERENCE =
            ((Comparator<Candidate>) (a, b) -> a.jar().compareVersion(b.jar()))
                    .thenComparing(comparing(c -> !c.is(State.STANDBY)));

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofSeconds(2);

    private final JarIntake intake;
    private final Registry registry;
    private final Downgrades downgrades;
    private final LastGood lastGood;
    private final Consumer<Candidate> starter;
    private final Runnable onUnloaded;
    private final Clock clock;
    private final Map<Path, Slot> slots = new TreeMap<>();
    private final Map<String, Candidate> active = new TreeMap<>();
    private final List<Candidate> draining = new ArrayList<>();
    private boolean restless;
    private boolean thwarted;
    private boolean opening = true;

    Roster(JarIntake intake, Registry registry, Downgrades downgrades, LastGood lastGood, Consumer<Candidate> starter,
            Runnable onUnloaded, Clock clock) {
        this.intake = intake;
        this.registry = registry;
        this.downgrades = downgrades;
        this.lastGood = lastGood;
        this.starter = starter;
        this.onUnloaded = onUnloaded;
        this.clock = clock;
    }

    /** Takes note of the folder's jars, and starts and retires what follows from it. */
    void update(List<Sight> sights) {
        restless = false;
        thwarted = false;
        forgetAllBut(sights.stream().map(Sight::file).collect(Collectors.toSet()));
        for (var sight : sights) {
            var slot = slots.computeIfAbsent(sight.file(), _ -> new Slot());
            if (!slot.holds(sight.stamp())) {
                take(slot, sight);
            }
        }
        settle();
    }

    /** When another look at the folder is due even if nobody touches it. */
    Optional<Duration> nextLook() {
        if (restless) {
            return Optional.of(SOON);
        }
        return thwarted ? Optional.of(LATER) : Optional.empty();
    }

    /** Whether every jar has become active or been refused, or waits behind another. */
    boolean isSettled() {
        return !restless && starting().findAny().isEmpty();
    }

    /**
     * From now on a name belongs to whoever has it; before, to the first by file name, so that each start ends alike.
     */
    void opened() {
        opening = false;
    }

    private Stream<Candidate> starting() {
        return slots.values().stream().flatMap(Slot::all).filter(c -> c.is(State.STARTING));
    }

    /** Every jar present, and those that are gone but still in use. */
    List<LoadedPlugin> listing() {
        draining.removeIf(c -> c.jar().isUnloaded());
        return Stream.concat(slots.values().stream().flatMap(Slot::all), draining.stream()).map(Candidate::listed)
                .toList();
    }

    /** Retires everything; returns what was running. */
    List<PluginJar> close() {
        starting().toList().forEach(c -> refuse(c, "the bridge is closing"));
        forgetAllBut(Set.of());
        var jars = active.values().stream().map(Candidate::jar).toList();
        settle();
        return jars;
    }

    private void forgetAllBut(Set<Path> present) {
        for (var file : List.copyOf(slots.keySet())) {
            if (!present.contains(file)) {
                slots.remove(file).all().forEach(this::discard);
                reconsiderContested();
            }
        }
    }

    private void take(Slot slot, Sight sight) {
        switch (intake.take(sight)) {
            case JarIntake.NotYet() -> restless = true;
            case JarIntake.Whole(var jar) -> {
                var candidate = new Candidate(sight.file(), jar, clock.instant());
                runningNewer(slot, jar).ifPresent(newer -> contest(candidate, "it is older than version "
                        + newer.version() + ", which goes on; `bridge plugins rollback`"
                        + " returns to the version of before, plugins.downgrades: allow lets this one take over, or delete"
                        + " the file, and put the older one in when the newer one is gone"));
                slot.put(sight.stamp(), candidate).ifPresent(this::discard);
            }
            case JarIntake.Broken(var problem, boolean forGood) -> {
                thwarted |= !forGood;
                boolean known = slot.current().map(Candidate::problem).filter(problem::equals).isPresent();
                if (!known) {
                    LOG.warn("plugin refused file={} reason=\"{}\"", sight.file().getFileName(), problem);
                }
                if (forGood || !known) {
                    var refused = new Candidate(sight.file(), problem, clock.instant());
                    slot.put(forGood ? sight.stamp() : null, refused).ifPresent(this::discard);
                }
            }
        }
    }

    /** The version in whose place an older one was put, unless it may. Under another name, the older one only stands by. */
    private Optional<PluginJar> runningNewer(Slot slot, PluginJar older) {
        return Optional.ofNullable(active.get(older.id()))
                .filter(running -> downgrades == Downgrades.REFUSE && slot.contains(running))
                .map(Candidate::jar).filter(running -> older.compareVersion(running) < 0 && !lastGood.isWanted(older));
    }

    private void settle() {
        for (var id : ids()) {
            var usable = slots.values().stream().flatMap(Slot::usable).filter(c -> c.isPlugin(id)).toList();
            var wanted = usable.stream().max(PREFERENCE);
            if (wanted.isEmpty()) {
                Optional.ofNullable(active.get(id)).ifPresent(c -> replace(List.of(c), Optional.empty()));
                continue;
            }
            var best = wanted.get();
            usable.stream()
                    .filter(c -> c != best && c.is(State.STANDBY) && c.jar().version().equals(best.jar().version()))
                    .forEach(c -> contest(c, best.file().getFileName() + " holds the same version of it"));
            if (best.is(State.STANDBY)) {
                best.enter(State.STARTING, clock.instant());
                starter.accept(best);
            }
        }
    }

    private Set<String> ids() {
        var ids = new TreeSet<>(active.keySet());
        slots.values().stream().flatMap(Slot::usable).map(c -> c.jar().id()).forEach(ids::add);
        return ids;
    }

    /** The starter's answer, which comes once for each candidate. */
    void started(Candidate candidate, Optional<String> problem) {
        var slot = slots.values().stream().filter(s -> s.contains(candidate)).findFirst();
        if (slot.isEmpty()) {
            candidate.refuse("its file changed while it started", clock.instant());
            candidate.jar().release();
        } else if (problem.isPresent()) {
            refuse(candidate, problem.get());
        } else {
            activate(candidate, slot.get());
        }
        settle();
    }

    private void activate(Candidate candidate, Slot slot) {
        var rivals = active.values().stream().filter(c -> opening && candidate.file().compareTo(c.file()) < 0)
                .filter(c -> candidate.jar().clashWith(c.jar()).isPresent());
        var leaving = Stream.concat(Stream.of(active.get(candidate.jar().id()), slot.lastGood().orElse(null)), rivals)
                .filter(Objects::nonNull).distinct().toList();
        var clash = active.values().stream().filter(c -> !leaving.contains(c))
                .flatMap(c -> candidate.jar().clashWith(c.jar()).stream()).findFirst();
        if (clash.isPresent()) {
            contest(candidate, clash.get());
        } else {
            replace(leaving, Optional.of(candidate));
        }
    }

    private void replace(List<Candidate> leaving, Optional<Candidate> coming) {
        leaving.forEach(c -> active.remove(c.jar().id()));
        coming.ifPresent(c -> {
            leaving.stream().filter(l -> l.isPlugin(c.jar().id())).forEach(l -> lastGood.keep(l.jar(), c.file()));
            active.put(c.jar().id(), c);
            c.enter(State.ACTIVE, clock.instant());
            LOG.info("plugin active id={} version={} file={} connectors={}", c.jar().id(), c.jar().version(),
                    c.file().getFileName(), c.listed().connectors());
        });
        registry.offer(active.values().stream().map(Candidate::jar).toList());
        leaving.forEach(this::drain);
    }

    private void drain(Candidate candidate) {
        LOG.info("plugin retired id={} version={} file={}", candidate.jar().id(), candidate.jar().version(),
                candidate.file().getFileName());
        candidate.enter(State.DRAINING, clock.instant());
        draining.add(candidate);
        slots.values().forEach(s -> s.drop(candidate));
        candidate.jar().whenUnloaded(onUnloaded);
        candidate.jar().release();
        reconsiderContested();
    }

    private void refuse(Candidate candidate, String problem) {
        LOG.warn("plugin refused id={} version={} file={} reason=\"{}\"", candidate.jar().id(),
                candidate.jar().version(), candidate.file().getFileName(), problem);
        candidate.refuse(problem, clock.instant());
        candidate.jar().release();
    }

    private void contest(Candidate candidate, String problem) {
        refuse(candidate, problem);
        candidate.markContested();
    }

    /** A name or version that another jar held may be free now. */
    private void reconsiderContested() {
        restless = true;
        slots.values().stream().filter(s -> s.current().filter(Candidate::isContested).isPresent())
                .forEach(Slot::forget);
    }

    /**
     * Lets go of what never became active; an active one goes by {@link #settle}, a starting one when its start has
     * ended.
     */
    private void discard(Candidate candidate) {
        if (candidate.is(State.STANDBY)) {
            candidate.jar().release();
        }
    }
}
