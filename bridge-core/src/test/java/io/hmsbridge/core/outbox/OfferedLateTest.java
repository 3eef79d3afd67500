package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.ledger.Position;
import org.junit.jupiter.api.Test;

class OfferedLateTest extends OutboxFixture {

    @Test
    void aPacketThatTheLaneFoundBeforeItWasOfferedIsSentOnce() {
        long first = commitUnseen("k");
        var committed = ledger.page(target, Position.HEAD, Long.MAX_VALUE, 10);
        awaitNothingWaits();

        outbox.queued(committed, false);
        long second = emit("k");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, second);
    }
}
