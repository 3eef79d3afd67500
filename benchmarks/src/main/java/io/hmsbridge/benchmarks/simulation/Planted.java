package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Faults that can be planted into the ledger, so that one sees whether the simulation finds them. */
enum Planted {
    NOTHING,
    /** Now and then an accepted packet gets no outbox row. */
    DROPS_A_ROW,
    /** Whoever has a lane, anybody may record its deliveries. */
    RECORDS_WITHOUT_THE_LEASE,
    /** Of packets that wait, a later one of a key is shown first. */
    SHOWS_A_LATER_PACKET_FIRST,
    /** A packet that has ended keeps its row. */
    KEEPS_A_ROW,
    /** A packet that is to wait for its effective date goes at once. */
    SENDS_EARLY,
    /** A packet that is to wait for its effective date waits for ever. */
    FORGETS_A_DATE;

    MemoryStore store(MemoryLedger ledger, Duration term) {
        return switch (this) {
            case NOTHING -> new MemoryStore(ledger, term);
            case DROPS_A_ROW -> new MemoryStore(ledger, term) {
                @Override
                void queue(Queued packet) {
                    if (packet.sequence() % 7 != 0) {
                        super.queue(packet);
                    }
                }
            };
            case RECORDS_WITHOUT_THE_LEASE -> new MemoryStore(ledger, term) {
                @Override
                boolean isOurs(Entry entry) {
                    return true;
                }
            };
            case SHOWS_A_LATER_PACKET_FIRST -> new MemoryStore(ledger, term) {
                @Override
                public List<Queued> page(int target, Position after, long upto, int limit) {
                    var page = new ArrayList<>(super.page(target, after, upto, limit));
                    if (page.size() > 1) {
                        Collections.swap(page, 0, 1);
                    }
                    return page;
                }
            };
            case KEEPS_A_ROW -> new MemoryStore(ledger, term) {
                @Override
                void leave(Queued packet) {
                    if (packet.sequence() % 7 != 0) {
                        super.leave(packet);
                    }
                }
            };
            case SENDS_EARLY -> new MemoryStore(ledger, term) {
                @Override
                void schedule(Queued packet, Instant due) {
                    queue(packet);
                }
            };
            case FORGETS_A_DATE -> new MemoryStore(ledger, term) {
                @Override
                void schedule(Queued packet, Instant due) {
                    if (packet.sequence() % 2 != 0) {
                        super.schedule(packet, due);
                    }
                }
            };
        };
    }
}
