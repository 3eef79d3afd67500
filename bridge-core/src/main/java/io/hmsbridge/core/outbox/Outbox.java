package io.hmsbridge.core.outbox;

import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Handover;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.plugin.ConnectorChange;
import io.hmsbridge.core.plugin.Connectors;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All lanes: delivers what the ledger has committed, and nothing else. Safe to use from many threads. */
public final class Outbox implements Handover, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Ledger ledger;
    private final Workshop workshop;
    private final String node;
    private final List<String> networks;
    private final Consumer<Entry> onRecorded;
    private final Recorder recorder;
    private final Timer timer = new Timer();
    private final Connectors.Subscription subscription;
    private final Map<String, Target> byName = new ConcurrentHashMap<>();
    private final Map<Integer, Target> byNumber = new ConcurrentHashMap<>();
    private Map<String, TargetSpec> declared = Map.of();
    private boolean closed;
    /** Held while targets change: swaps wait for packets in flight. */
    private final ReentrantLock changes = new ReentrantLock();

    /** What an outbox works with. */
    public record Parts(Ledger ledger, Connectors connectors, Egress egress, SheetUses uses,
            Function<String, String> environment, Clock clock,
            String node, List<String> networks) {}

    /**
     * Begins to deliver, as targets are declared and named.
     *
     * @param onRecorded told of every entry once it is committed
     */
    public Outbox(Parts parts, Consumer<Entry> onRecorded) {
        ledger = parts.ledger;
        node = parts.node;
        networks = List.copyOf(parts.networks);
        this.onRecorded = onRecorded;
        workshop = new Workshop(parts.connectors, parts.egress, ledger, parts.uses, parts.environment, parts.clock);
        recorder = new Recorder(ledger);
        subscription = parts.connectors.onChange(this::connectorChanged);
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
            var problems = new ArrayList<String>();
            var wanted = new TreeMap<String, TargetSpec>();
            ledger.awaited().forEach(known -> wanted.put(known.name(), implicit(known.name(), known.connector())));
            declared = specs.stream().collect(Collectors.toUnmodifiableMap(TargetSpec::name, spec -> spec));
            wanted.putAll(declared);
            for (var spec : wanted.values()) {
                var target = target(spec);
                if (target.isNew() || !target.spec().equals(spec)) {
                    follow(target, spec, problems);
                }
            }
            return problems;
        } finally {
            changes.unlock();
        }
    }

    /** The number of a target; one that is not declared becomes an implicit one with this connector. */
    public int number(String name, String connector) {
        changes.lock();
        try {
            var spec = declared.getOrDefault(name, implicit(name, connector));
            var target = target(spec);
            if (target.isNew() || !target.spec().equals(spec)) {
                follow(target, spec, new ArrayList<>());
            }
            return target.lane().target();
        } finally {
            changes.unlock();
        }
    }

    /** Looks for packets with these sequences, which someone else than the committer of events has queued. */
    public void look(Span sequences) {}

    @Override
    public void expect(Span sequences) {}

    @Override
    public void withdrawn() {}

    @Override
    public void doubtful(Span sequences) {}

    @Override
    public void queued(List<Queued> packets, boolean news) {
        if (packets.size() == 1) {
            byNumber.get(packets.getFirst().target()).lane().offer(packets);
            return;
        }
        packets.stream().collect(Collectors.groupingBy(Queued::target))
                .forEach((number, of) -> byNumber.get(number).lane().offer(of));
    }

    /** Every target, by name. */
    public List<TargetStatus> targets() {
        var waiting = ledger.backlog().stream().collect(
                Collectors.groupingBy(Ledger.Backlog::target, Collectors.summingLong(Ledger.Backlog::packets)));
        return new TreeMap<>(byName).values().stream().map(t -> t.status(waiting.getOrDefault(t.lane().name(), 0L)))
                .toList();
    }

    private TargetSpec implicit(String name, String connector) {
        return TargetSpec.of(name, connector).in(networks);
    }

    private Target target(TargetSpec spec) {
        return byName.computeIfAbsent(spec.name(), name -> {
            int number = ledger.target(name, spec.connector());
            var lane = new Lane(number, name, ledger, recorder, timer, onRecorded);
            lane.open(node);
            var target = new Target(lane, spec);
            byNumber.put(number, target);
            return target;
        });
    }

    private void follow(Target target, TargetSpec spec, List<String> problems) {
        if (closed) {
            return; // a plugin changed while we went
        }
        try {
            ledger.target(spec.name(), spec.connector());
            target.follow(spec, workshop);
        } catch (ConnectorRefusedException e) {
            problems.add(e.getMessage());
            LOG.atWarn().addKeyValue("target", spec.name()).log(e.getMessage());
        }
    }

    private void connectorChanged(ConnectorChange change) {
        if (!change.inbound()) {
            Thread.startVirtualThread(() -> {
                changes.lock();
                try {
                    byName.values().stream().filter(t -> t.spec().connector().equals(change.name()))
                            .forEach(t -> follow(t, t.spec(), new ArrayList<>()));
                } finally {
                    changes.unlock();
                }
            });
        }
    }

    /** Ends delivery: packets in flight are awaited within a bound, and what came of them is recorded. */
    @Override
    public void close() {
        subscription.close();
        timer.close();
        changes.lock();
        try {
            closed = true;
            byName.values().parallelStream().forEach(t -> t.lane().assign(null));
        } finally {
            changes.unlock();
        }
        recorder.close();
    }
}
