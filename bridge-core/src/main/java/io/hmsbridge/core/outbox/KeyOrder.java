package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;

/** Which packets of a lane wait for each other: those to which it gives one key. */
enum KeyOrder {
    KEY {
        @Override
        long key(long keyHash, Position place) {
            return keyHash;
        }
    },
    TARGET {
        @Override
        long key(long keyHash, Position place) {
            return 0;
        }
    },
    NONE {
        @Override
        long key(long keyHash, Position place) {
            return place.sequence() << 20 ^ place.part();
        }
    };

    abstract long key(long keyHash, Position place);

    long key(Queued packet) {
        return this == KEY ? packet.keyHash() : key(packet.keyHash(), packet.position());
    }

    /** Whether keys are those of the outbox, by which held packets are found there. */
    boolean isByKey() {
        return this == KEY;
    }

    static KeyOrder of(TargetSpec.Order order) {
        return valueOf(order.name());
    }
}
