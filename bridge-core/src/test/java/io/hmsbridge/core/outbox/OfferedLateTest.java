package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Span;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OfferedLateTest extends OutboxFixture {

    @Test
    void aPacketThatTheLaneFindsBeforeItIsOfferedIsSentOnce() throws InterruptedException {
        var looks = new CountDownLatch(1);
        var numbers = ledger.draw(1);
        outbox.handover().expect(new Span(numbers[0], numbers[0]));
        ledger.append(numbers, List.of(event("k")));
        step = (method, real) -> {
            var answer = real.call();
            if (answer instanceof List<?> page && page.size() == 1) {
                looks.countDown();
            }
            return answer;
        };
        looks.await();

        outbox.handover().queued(ledger.page(target, Position.HEAD, Long.MAX_VALUE, 10), false);
        long second = emit("k");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(numbers[0], second);
    }

    @Test
    void aPacketThatNobodyOffersIsFound() {
        var numbers = ledger.draw(1);
        var span = new Span(numbers[0], numbers[0]);
        outbox.handover().expect(span);
        outbox.handover().doubtful(span);
        ledger.append(numbers, List.of(event("k")));
        awaitNothingWaits();

        assertThat(sent()).containsExactly(numbers[0]);
    }
}
