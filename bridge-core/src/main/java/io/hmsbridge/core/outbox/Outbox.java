package io.hmsbridge.core.outbox;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.CommitListener;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Handover;
import io.hmsbridge.core.ledger.Leases.News;
import io.hmsbridge.core.ledger.NewAct;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.ledger.Steering;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.plugin.ConnectorChange;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginLease;
import io.hmsbridge.core.time.Timer;
import io.hmsbridge.core.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All lanes: delivers what the ledger has committed, and nothing else. Safe to use from many threads. */
public final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final Duration SETTLE = Duration.ofSeconds(10);

    /** A busy lane looks through all that is queued in every so many sweeps: it costs much, and finds next to nothing. */
    private static final int FROM_HEAD = 15;

    private final Store ledger;
    private final Workshop workshop;
    private final Clock clock;
    private final Consumer<Entry> onRecorded;
    private final Recorder recorder;
    private final LeaseKeeper leases;
    private final Arrivals arrivals;
    private final Timer timer;
    private final Connectors.Subscription subscription;
    private final Connectors.Subscription trials;
    private final Shares shares;
    private final Waiting waiting;
    private final Map<String, Target> byName = new ConcurrentHashMap<>();
    private final Map<Integer, Target> byNumber = new ConcurrentHashMap<>();
    private final WantedTargets wanted;
    /** As what each target was to run last. */
    private Map<String, TargetSpec> followed = Map.of();
    private volatile boolean closed;
    private int sweeps;
    /** Held while targets change: swaps wait for packets in flight. */
    private final ReentrantLock changes = new ReentrantLock();

    /**
     * What an outbox works with.
     *
     * @param timer closed with the outbox
     */
    public record Parts(Store ledger, Connectors connectors, Egress egress, SheetUses uses, Guard guard,
            Function<String, String> environment, Clock clock, Timer timer, List<String> networks,
            Tracing tracing) {}

    /**
     * Begins to deliver, as targets are declared and named.
     *
     * @param onRecorded told of every entry once it is committed
     */
    public Outbox(Parts parts, Consumer<Entry> onRecorded) {
        this(parts, onRecorded, CommitListener.NONE);
    }

    /** @param listener told of every commit, after {@code onRecorded} */
    public Outbox(Parts parts, Consumer<Entry> onRecorded, CommitListener listener) {
        ledger = parts.ledger;
        waiting = new Waiting(ledger);
        clock = parts.clock;
        timer = parts.timer;
        shares = new Shares(timer);
        wanted = new WantedTargets(parts.networks);
        this.onRecorded = onRecorded;
        workshop = new Workshop(parts.connectors, parts.egress, ledger, parts.uses, parts.guard, parts.environment,
                parts.clock, timer, parts.tracing);
        recorder = new Recorder(ledger, listener, this::fenced, timer);
        arrivals = new Arrivals(ledger, timer, this::wakeOthers);
        leases = new LeaseKeeper(ledger.leases(), timer, () -> byName.values().stream().map(Target::lane).toList());
        subscription = parts.connectors.onChange(this::connectorChanged);
        trials = parts.connectors.beforeReplacing(this::tryOut);
        leases.start();
        ledger.leases().onWake(news -> {
            switch (news) {
                case PACKETS -> arrivals.lookAround(false);
                case LANES -> leases.beat();
                case WITHDRAWN -> byName.values().forEach(target -> target.lane().tenancy().lookAtWithdrawn());
            }
        });
        timer.after(SWEEP, this::sweep);
    }

    /** Makes these the declared targets before any lane has started: they start with the first {@link #obey} or {@link #declare}. */
    public void register(Collection<TargetSpec> specs) {
        changes.lock();
        try {
            wanted.declare(specs);
        } finally {
            changes.unlock();
        }
    }

    /**
     * Makes these the declared targets; those that changed are swapped one by one, each after its packets in flight. Targets
     * for which packets wait go on as implicit ones if they are no longer declared.
     *
     * @return what could not be done, in words for people; such a target goes on as it was
     */
    public List<String> declare(Collection<TargetSpec> specs) {
        changes.lock();
        try {
            wanted.declare(specs);
            ledger.awaited().forEach(known -> wanted.awaited(known.name(), known.connector()));
            followed = wanted.all();
            var problems = new ArrayList<String>();
            for (var spec : followed.values()) {
                var target = target(spec);
                if (target.isNew() || !target.spec().equals(spec)) {
                    follow(target, spec, problems);
                }
            }
            leases.beat();
            return problems;
        } finally {
            changes.unlock();
        }
    }

    /** On how targets run this has the last word. Those for which it changes something are swapped; new ones start. */
    public void obey(UnaryOperator<TargetSpec> word) {
        changes.lock();
        try {
            wanted.lastWord(word);
            var before = followed;
            followed = wanted.all();
            var changed = followed.values().stream().filter(spec -> !spec.equals(before.get(spec.name()))).toList();
            changed.forEach(spec -> follow(target(spec), spec, new ArrayList<>()));
            if (!changed.isEmpty()) {
                leases.beat();
            }
        } finally {
            changes.unlock();
        }
    }

    /** The number of a target; one that is not declared becomes an implicit one with this connector, by the next {@link #obey}. */
    public int number(String name, String connector) {
        changes.lock();
        try {
            wanted.imply(name, connector);
            return target(wanted.of(name)).lane().target();
        } finally {
            changes.unlock();
        }
    }

    /** Is to be told of what is committed here. */
    public Handover handover() {
        return arrivals;
    }

    /** Someone else than the committer of events has queued packets: what is accepted from now on goes out after them. */
    public void lookAtQueued() {
        arrivals.lookAround(false);
        wakeOthers();
    }

    /** Whether something was committed here lately. */
    public boolean isTaking(Duration lately) {
        return arrivals.isTaking(lately);
    }

    /** Packets with these sequences are about to be queued for these targets, and nothing else with them. */
    public void announce(Span sequences, Set<Integer> targets) {
        arrivals.announce(sequences, targets);
    }

    private void wakeOthers() {
        if (leases.hasOthers()) {
            ledger.leases().wakeOthers(News.PACKETS);
        }
    }

    /**
     * Operators have withdrawn packets that these targets' lanes had to send. When it returns, the lanes of this process send them
     * no more, but for those that are out already; those of others once they are told, within milliseconds. A process that the
     * database does not reach just then may still send what it has in memory, until its lease runs out.
     */
    public void lookAtWithdrawn(Set<Integer> targets) {
        targets.forEach(number -> Optional.ofNullable(byNumber.get(number))
                .ifPresent(target -> target.lane().tenancy().lookAtWithdrawn()));
        ledger.leases().wakeOthers(News.WITHDRAWN);
    }

    /** Operators have acted on dead packets: what waited for that goes on. */
    public void lookAtDead() {
        byName.values().forEach(target -> target.lane().tenancy().sweep(false));
        if (leases.hasOthers()) {
            ledger.leases().wakeOthers(News.LANES);
        }
    }

    private void sweep() {
        sweeps++;
        try {
            shares.divide(byName.values(), target -> leases.owner(target.lane().target()), leases.node());
            arrivals.lookAround(true);
            arrivals.swept();
            byName.values().forEach(target -> target.lane().tenancy().sweep(sweeps % FROM_HEAD == 0));
        } finally {
            timer.after(SWEEP, this::sweep);
        }
    }

    private void fenced(Entry entry) {
        leases.fenced(byNumber.get(entry.packet().target()).lane(), entry.epoch());
    }

    /** Whether other processes work on the same ledger, and may run some of the lanes. */
    public boolean isShared() {
        return leases.hasOthers();
    }

    /** Whether a packet is on its way to its target at this moment. */
    public boolean isOut(PacketId packet) {
        var target = byName.get(packet.target());
        return target != null && target.lane().isOut(packet);
    }

    /**
     * Stops the lane of a target, in whatever process it runs, lets it go on, or opens it outside of its windows: an act of an
     * operator's.
     *
     * @return empty if it was so already
     * @throws NoSuchElementException if there is no such target
     */
    public Optional<Act> steer(String name, Steering steering, NewAct act) {
        var done = ledger.steer(known(name).lane().target(), steering, act);
        leases.beat();
        ledger.leases().wakeOthers(News.LANES);
        return done;
    }

    /**
     * Waits until no packet of a paused target is on its way and all that were are recorded, if its lane runs here.
     *
     * @return whether that was so within the limit
     */
    public Drained drained(String name, Duration limit) throws InterruptedException {
        var lane = known(name).lane();
        if (isElsewhere(lane)) {
            return Drained.ELSEWHERE;
        }
        try {
            return lane.settle(limit) ? Drained.YES : Drained.NOT_YET;
        } finally {
            lane.unsettle();
        }
    }

    /**
     * Asks a target's probe at once, if its lane runs here, and goes by what it says. Takes as long as a probe may.
     *
     * @throws NoSuchElementException if there is no such target
     */
    public Probed probe(String name) {
        var lane = known(name).lane();
        if (isElsewhere(lane)) {
            return new Probed(Probed.Answer.ELSEWHERE, "its lane runs in another process");
        }
        return lane.probe().map(health -> new Probed(Probed.Answer.valueOf(health.state().name()), health.detail()))
                .orElseGet(() -> new Probed(Probed.Answer.NOT_ASKED,
                        lane.standstill().isEmpty() ? "its connector is not there" : lane.standstill()));
    }

    private boolean isElsewhere(Lane lane) {
        int owner = leases.owner(lane.target());
        return lane.tenancy().epoch() == 0 && owner != 0 && owner != leases.node();
    }

    private Target known(String name) {
        var target = byName.get(name);
        if (target == null) {
            throw new NoSuchElementException("there is no target " + name);
        }
        return target;
    }

    /** Every target, by name. Where very many packets wait, their number may be that of a minute ago. */
    public List<TargetStatus> targets() {
        var queued = waiting.queued();
        var scheduled = waiting.scheduled();
        return new TreeMap<>(byName).values().stream()
                .map(t -> t.status(queued.getOrDefault(t.lane().name(), 0L),
                        scheduled.getOrDefault(t.lane().name(), 0L), leases.owner(t.lane().target()),
                        leases.node()))
                .toList();
    }

    /** Every lane as this process sees it, by name. Asks nobody. */
    public List<LaneStatus> lanes() {
        return new TreeMap<>(byName).values().stream().map(t -> new LaneStatus(
                t.status(0, 0, leases.owner(t.lane().target()), leases.node()),
                t.lane().isOpen(), t.lane().inFlight(), t.spec().limits().concurrency(), t.lane().opens(),
                t.lane().attempts(), t.lane().slowedTo(), t.lane().swaps())).toList();
    }

    /** When packets may go to each target, by name. */
    public Map<String, Windows> windows() {
        return byName.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().spec().windows()));
    }

    private Target target(TargetSpec spec) {
        return byName.computeIfAbsent(spec.name(), name -> {
            int number = ledger.target(name, spec.connector());
            var lane = new Lane(number, spec, new Lane.Parts(ledger, recorder, timer, clock, arrivals::isExpected,
                    onRecorded, leases::retake, shares));
            var target = new Target(lane, spec);
            byNumber.put(number, target);
            arrivals.add(lane);
            return target;
        });
    }

    private void follow(Target target, TargetSpec spec, List<String> problems) {
        if (closed) {
            return; // a plugin changed while we went
        }
        try {
            ledger.target(spec.name(), spec.connector());
            boolean reordered = target.follow(spec, workshop);
            long epoch = reordered ? leases.epoch(target.lane()) : 0;
            if (reordered && target.lane().settle(SETTLE)) {
                leases.renew(target.lane(), epoch);
            } else {
                target.lane().unsettle();
            }
        } catch (ConnectorRefusedException e) {
            problems.add(e.getMessage());
            LOG.atWarn().addKeyValue("target", spec.name()).log(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connectorChanged(ConnectorChange change) {
        if (!change.inbound()) {
            timer.soon(() -> {
                changes.lock();
                try {
                    byName.values().stream().filter(t -> t.spec().connector().equals(change.name()))
                            .filter(t -> !t.isUpToDate(workshop))
                            .forEach(t -> follow(t, t.spec(), new ArrayList<>()));
                    leases.beat();
                } finally {
                    changes.unlock();
                }
            });
        }
    }

    /**
     * Goes the way to a target as its connector would, and tells of each step. Sends no packet, and changes nothing.
     *
     * @throws NoSuchElementException if there is no such target
     */
    public List<Finding> inspect(String name) throws InterruptedException {
        var target = byName.get(name);
        if (target == null) {
            throw new NoSuchElementException("there is no target " + name);
        }
        return workshop.inspect(target.lane(), target.spec());
    }

    /** Another version of a plugin must make a connector for each target that works by the one before. */
    private void tryOut(String connector, Set<Pin> pins, PluginLease<ConnectorFactory> newcomer)
            throws ConnectorRefusedException, InterruptedException {
        for (var target : byName.values()) {
            if (target.isWorking() && target.spec().connector().equals(connector)
                    && pins.contains(target.spec().pin())) {
                workshop.tryOut(target.lane(), target.spec(), newcomer);
            }
        }
    }

    /** All lanes at once: each waits for its packets in flight. */
    private void leave() {
        var leaving = byName.values().stream().map(t -> Thread.ofVirtual().name("leave-" + t.lane().name())
                .start(() -> t.lane().assign(t.spec(), Optional.empty()))).toList();
        try {
            for (var thread : leaving) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends delivery: packets in flight are awaited within a bound, and what came of them is recorded. */
    @Override
    public void close() {
        trials.close();
        subscription.close();
        changes.lock();
        try {
            closed = true;
            arrivals.close();
            leases.leave();
            leave(); // under leases that are prolonged meanwhile
        } finally {
            changes.unlock();
        }
        timer.close();
        recorder.close();
        leases.close();
    }
}
