package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Store;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many packets of each target wait, by its name; of very many, how many did a while ago. */
final class Waiting {

    private final Recount<List<Store.Backlog>> outbox;
    private final Recount<Map<String, Long>> scheduled;

    Waiting(Store ledger) {
        outbox = new Recount<>(ledger::backlog, rows -> rows.stream().mapToLong(Store.Backlog::packets).sum());
        scheduled = new Recount<>(ledger::scheduledCounts,
                counts -> counts.values().stream().mapToLong(Long::longValue).sum());
    }

    /** In the outbox, but for the dead. */
    Map<String, Long> queued() {
        return outbox.get().stream().filter(b -> !b.state().isTerminal()).collect(
                Collectors.groupingBy(Store.Backlog::target, Collectors.summingLong(Store.Backlog::packets)));
    }

    /** For their effective date. */
    Map<String, Long> scheduled() {
        return scheduled.get();
    }
}
