package io.hmsbridge.core.plugin;

import static java.util.Comparator.comparing;

import io.hmsbridge.core.plugin.JarFolder.Sight;
import io.hmsbridge.core.plugin.LoadedPlugin.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
 * Decides which jars run: of each plugin id the highest version that starts, and one for each pin.
 * Confined to one thread, and runs no plugin
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
    private final Succession succession;
    private final Consumer<Candidate> starter;
    private final Runnable onUnloaded;
    private final Clock clock;
    private final Map<Path, Slot> slots = new TreeMap<>();
    private final List<Candidate> active = new ArrayList<>();
    /** Of each plugin the one that serves targets without a pin. */
    private final Map<String, Candidate> leading = new TreeMap<>();
    private final List<Candidate> draining = new ArrayList<>();
    private final Loaders loaders;
    private long swaps;
    private long refusals;
    private boolean restless;
    private boolean thwarted;
    private boolean opening = true;
    private WantedVersions wanted;

    Roster(JarIntake intake, Registry registry, Succession succession, WantedVersions wanted, Loaders loaders,
            Consumer<Candidate> starter, Runnable onUnloaded, Clock clock) {
        this.intake = intake;
        this.registry = registry;
        this.succession = succession;
        this.wanted = wanted;
        this.loaders = loaders;
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

    /** Has these versions run from the next {@link #update} on. */
    void want(WantedVersions versions) {
        wanted = versions;
        reconsiderContested();
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

    /** What has happened so far. */
    PluginCounts counts() {
        return new PluginCounts(swaps, refusals, Map.of());
    }

    /** Retires everything; returns what was running. */
    List<PluginJar> close() {
        starting().toList().forEach(c -> refuse(c, "the bridge is closing"));
        forgetAllBut(Set.of());
        var jars = active.stream().map(Candidate::jar).toList();
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
                objection(slot, jar).ifPresent(objection -> contest(candidate, objection));
                slot.put(sight.stamp(), candidate).ifPresent(this::discard);
            }
            case JarIntake.Broken(var problem, boolean forGood) -> {
                thwarted |= !forGood;
                boolean known = slot.current().map(Candidate::problem).filter(problem::equals).isPresent();
                if (!known) {
                    refusals++;
                    LOG.warn("plugin refused file={} reason=\"{}\"", sight.file().getFileName(), problem);
                }
                if (forGood || !known) {
                    var refused = new Candidate(sight.file(), problem, clock.instant());
                    slot.put(forGood ? sight.stamp() : null, refused).ifPresent(this::discard);
                }
            }
        }
    }

    /** Why what a file holds now may not take over from what runs of it. Under another name, it only stands by. */
    private Optional<String> objection(Slot slot, PluginJar newcomer) {
        return active.stream().filter(slot::contains).findFirst().flatMap(running -> succession.objection(running.jar(),
                newcomer, served(running), wanted));
    }

    /** The pins for which a version is the best there is. */
    private List<Pin> served(Candidate candidate) {
        var id = candidate.jar().id();
        return wanted.demands(id).filter(pin -> best(id, pin).filter(candidate::equals).isPresent()).toList();
    }

    private Optional<Candidate> best(String id, Pin pin) {
        return usable(id).filter(c -> wanted.allows(pin, c.jar())).max(PREFERENCE);
    }

    private Stream<Candidate> usable(String id) {
        return slots.values().stream().flatMap(Slot::usable).filter(c -> c.isPlugin(id));
    }

    private List<Candidate> best(String id) {
        return wanted.demands(id).flatMap(pin -> best(id, pin).stream()).distinct().toList();
    }

    private void settle() {
        for (var id : ids()) {
            for (var best : best(id)) {
                usable(id).filter(c -> c != best && c.is(State.STANDBY))
                        .filter(c -> c.jar().version().equals(best.jar().version())).toList()
                        .forEach(c -> contest(c, best.file().getFileName() + " holds the same version of it"));
                if (best.is(State.STANDBY)) {
                    best.start(Set.copyOf(served(best)), clock.instant());
                    starter.accept(best);
                }
            }
            replace(unwanted(id), Optional.empty());
        }
    }

    /** Those that run and need not, once all that are to run do. */
    private List<Candidate> unwanted(String id) {
        var best = best(id);
        return best.stream().allMatch(c -> c.is(State.ACTIVE))
                ? active.stream().filter(c -> c.isPlugin(id) && !best.contains(c)).toList() : List.of();
    }

    private Set<String> ids() {
        var ids = active.stream().map(c -> c.jar().id()).collect(Collectors.toCollection(TreeSet::new));
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
        var others = active.stream().filter(c -> !c.isPlugin(candidate.jar().id())).toList();
        var rivals = others.stream().filter(c -> slot.contains(c)
                || opening && candidate.file().compareTo(c.file()) < 0
                        && candidate.jar().clashWith(c.jar()).isPresent())
                .toList();
        var clash = others.stream().filter(c -> !rivals.contains(c))
                .flatMap(c -> candidate.jar().clashWith(c.jar()).stream()).findFirst();
        if (clash.isPresent()) {
            contest(candidate, clash.get());
            return;
        }
        candidate.enter(State.ACTIVE, clock.instant());
        replace(Stream.concat(unwanted(candidate.jar().id()).stream(), rivals.stream()).toList(),
                Optional.of(candidate));
    }

    private void replace(List<Candidate> leaving, Optional<Candidate> coming) {
        active.removeAll(leaving);
        coming.ifPresent(c -> {
            leaving.stream().filter(l -> l.isPlugin(c.jar().id())).forEach(l -> {
                succession.keep(l, c);
                swaps++;
            });
            active.add(c);
            LOG.info("plugin active id={} version={} file={} connectors={}", c.jar().id(), c.jar().version(),
                    c.file().getFileName(), c.listed().connectors());
        });
        offer();
        leaving.forEach(this::drain);
    }

    /** While the one that is to lead starts, the one that does goes on. */
    private void offer() {
        leading.values().retainAll(active);
        for (var id : ids()) {
            var best = best(id, Pin.NONE);
            if (best.isEmpty()) {
                leading.remove(id);
            } else if (active.contains(best.get())) {
                leading.put(id, best.get());
            }
        }
        registry.offer(active.stream().map(Candidate::jar).toList(),
                leading.values().stream().map(Candidate::jar).toList());
    }

    private void drain(Candidate candidate) {
        LOG.info("plugin retired id={} version={} file={}", candidate.jar().id(), candidate.jar().version(),
                candidate.file().getFileName());
        candidate.enter(State.DRAINING, clock.instant());
        draining.add(candidate);
        slots.values().forEach(s -> s.drop(candidate));
        candidate.jar().whenUnloaded(() -> {
            loaders.unloaded(candidate.jar());
            onUnloaded.run();
        });
        candidate.jar().release();
        reconsiderContested();
    }

    private void refuse(Candidate candidate, String problem) {
        refusals++;
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
