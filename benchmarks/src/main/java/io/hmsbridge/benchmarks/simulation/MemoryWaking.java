package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.benchmarks.simulation.MemoryLedger.Commit;
import io.hmsbridge.benchmarks.simulation.MemoryLedger.Dated;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.ledger.Waking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Packets of a {@link MemoryLedger} that wait for their effective date, as a process wakes them. Like the ledger's own it draws their
 * numbers while others accept events and wake, and puts behind these what would come before something newer of its key.
 */
final class MemoryWaking implements Waking {

    private static final int STEP = 3;
    /** One in so many commits is announced and then fails. */
    private static final int FAILS = 20;

    private final MemoryLedger ledger;
    private final Machine machine;

    MemoryWaking(MemoryLedger ledger, Machine machine) {
        this.ledger = ledger;
        this.machine = machine;
    }

    /** Where it is in the table of those that wait. */
    static List<Object> place(Queued packet) {
        return List.of(packet.id().event(), packet.target(), packet.id().part());
    }

    @Override
    public Optional<Instant> next() {
        return ledger.scheduled.values().stream().map(Dated::due).min(Comparator.naturalOrder());
    }

    @Override
    public int wake(Instant now, boolean considerate, BiConsumer<Span, Set<Integer>> announced) {
        int count = due(now, STEP).size();
        if (count == 0) {
            return 0;
        }
        var drawn = ledger.draw(count);
        wander();
        return commit(drawn[0] > ledger.woken ? drawn : ledger.draw(count), now, announced);
    }

    private List<Dated> due(Instant now, int limit) {
        return ledger.scheduled.values().stream().filter(dated -> !dated.due().isAfter(now))
                .sorted(Comparator.comparing(Dated::due).thenComparing(dated -> dated.packet().sequence()))
                .limit(limit).toList();
    }

    private int commit(long[] numbers, Instant now, BiConsumer<Span, Set<Integer>> announced) {
        var due = due(now, numbers.length);
        if (due.isEmpty()) {
            return 0;
        }
        var queued = new ArrayList<Queued>();
        for (int i = 0; i < due.size(); i++) {
            var packet = due.get(i).packet();
            queued.add(MemoryActs.again(packet, packet.id().revision(),
                    isLate(packet, numbers[0]) ? ledger.draw(1)[0] : numbers[i]));
        }
        queued.sort(Comparator.comparingLong(Queued::sequence));
        var span = new Span(queued.getFirst().sequence(), queued.getLast().sequence());
        announced.accept(span, queued.stream().map(Queued::target).collect(Collectors.toSet()));
        if (machine.random().nextInt(FAILS) == 0) {
            throw new LedgerUnavailableException("the commit failed", null);
        }
        ledger.woken = span.high();
        ledger.raiseFloor(span.high());
        queued.forEach(packet -> {
            ledger.scheduled.remove(place(packet));
            ledger.tell(new Fact.Woken(packet.origin().id(), packet.id(), packet.key(), packet.sequence(),
                    MemoryStore.fields(packet)));
            ledger.queue(packet, PacketState.QUEUED);
        });
        ledger.commits.add(new Commit(0, span));
        return queued.size();
    }

    /** Something of its key was accepted, or put at its tail, since the numbers were drawn. */
    private boolean isLate(Queued packet, long number) {
        return ledger.packets.values().stream().flatMap(List::stream)
                .anyMatch(other -> other.sequence() > number && other.target() == packet.target()
                        && other.key().equals(packet.key()));
    }

    private void wander() {
        try {
            machine.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
