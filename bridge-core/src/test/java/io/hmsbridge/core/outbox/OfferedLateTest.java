package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.ledger.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferedLateTest extends OutboxFixture {

    @Test
    void aPacketThatTheLaneFoundBeforeItWasOfferedIsSentOnce() {
        long first = ledger.append(List.of(event("k"))).numbers()[0];
        var committed = ledger.page(target, Position.HEAD, 10);
        awaitNothingWaits();

        outbox.offer(committed);
        long second = emit("k");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, second);
    }
}
