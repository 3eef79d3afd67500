package io.hmsbridge.server.metrics;

import io.hmsbridge.core.ledger.CommitListener;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket.Fate;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.Queued;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts events as they are accepted, and packets as their attempts are recorded. */
final class CommitMeters implements CommitListener {

    private static final double[] SIZES = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000};
    private static final Duration[] COMMITS = Metrics.millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000);

    private final MeterRegistry registry;
    private final Counter events;
    private final Counter unmatched;
    private final Commits appends;
    private final Commits records;
    private final GovernanceMeters governance;
    private final ConcurrentMap<String, TargetMeters> targets = new ConcurrentHashMap<>();

    /** Commits of one kind: how long they take, and how much shares one. */
    private record Commits(Timer took, DistributionSummary size) {

        static Commits of(MeterRegistry registry, String what) {
            return new Commits(
                    Timer.builder("bridge.commit.duration").description("Commits of the ledger, by what they write")
                            .tag("what", what).serviceLevelObjectives(COMMITS).register(registry),
                    DistributionSummary.builder("bridge.commit.size")
                            .description("Events, or outcomes of attempts, that share one commit")
                            .tag("what", what).serviceLevelObjectives(SIZES).register(registry));
        }

        void count(int entries, Duration duration) {
            took.record(duration);
            size.record(entries);
        }
    }

    CommitMeters(MeterRegistry registry) {
        this.registry = registry;
        events = Counter.builder("bridge.events.accepted").description("Events that were accepted").register(registry);
        unmatched = Counter.builder("bridge.events.unmatched")
                .description("Accepted events that no mapping sheet matched").register(registry);
        appends = Commits.of(registry, "events");
        records = Commits.of(registry, "outcomes");
        governance = new GovernanceMeters(registry);
    }

    @Override
    public void appended(List<NewEvent> committed, Duration took) {
        appends.count(committed.size(), took);
        events.increment(committed.size());
        for (var event : committed) {
            if (event.packets().isEmpty()) {
                unmatched.increment();
            }
            for (var packet : event.packets()) {
                governance.count(packet);
                if (packet.fate() instanceof Fate.End(var outcome, var _)) {
                    of(packet.targetName()).ended(outcome);
                }
            }
        }
    }

    @Override
    public void recorded(List<Entry> entries, Duration took) {
        records.count(entries.size(), took);
        var now = Instant.now();
        for (var entry : entries) {
            var meters = of(entry.packet().id().target());
            switch (entry) {
                case Ended e -> {
                    meters.attempted(e.outcome(), e.millis());
                    meters.ended(e.outcome());
                    if (e.outcome() == Outcome.SENT && isFirstGo(e.packet())) {
                        meters.sent(Duration.between(e.packet().origin().acceptedAt(), now));
                    }
                }
                case Parked p -> {
                    meters.attempted(p.outcome(), p.millis());
                    meters.retries().increment();
                }
                case Died d -> {
                    meters.attempted(d.outcome(), d.millis());
                    meters.ended(Outcome.DEAD);
                }
                case Held _ -> meters.holds().increment();
            }
        }
    }

    /** Neither replayed nor requeued: those have a later place than their event's. */
    private static boolean isFirstGo(Queued packet) {
        return packet.sequence() == packet.id().event();
    }

    private TargetMeters of(String target) {
        return targets.computeIfAbsent(target, name -> new TargetMeters(registry, name));
    }
}
