package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CarelessConnectorTest extends OutboxFixture {

    @Test
    void anExceptionWithoutAMessageIsARetry() {
        connector.answers(packet -> switch (packet.attempt()) {
            case 1 -> throw new SendException(SendException.Kind.RETRY, null);
            case 2 -> throw new SendException(null, "no kind");
            case 3 -> throw new IllegalStateException() {
                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            };
            default -> SendResult.delivered("took it");
        });

        long event = emit("k");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(event, event, event, event);
    }

    @Test
    void aLaneOutlivesAConnectorThatInterrupts() {
        connector.answers(packet -> {
            if (packet.attempt() == 1 && packet.sequence() % 2 == 0) {
                throw new InterruptedException("its own watchdog");
            } else if (packet.attempt() == 1) {
                Thread.currentThread().interrupt();
            }
            return SendResult.delivered("took it");
        });

        for (int i = 0; i < 10; i++) {
            emit("k" + i);
        }
        awaitNothingWaits();
    }

    @Test
    void aSendThatHangsHoldsUpNoSwapForLongAndIsTriedAgain() throws Exception {
        var begun = new CountDownLatch(1);
        connector.answers(packet -> {
            if (packet.attempt() == 1) {
                begun.countDown();
                new CountDownLatch(1).await();
            }
            return SendResult.delivered("took it");
        });
        long event = emit("k");
        begun.await();

        var swapped = CompletableFuture.supplyAsync(() -> outbox.declare(List.of(spec().with(Limits.concurrency(1)))));

        assertThat(swapped).succeedsWithin(LONG);
        awaitNothingWaits();
        assertThat(sent()).containsExactly(event, event);
    }

    @Test
    void aConnectorThatNeverClosesHoldsUpNoSwap() {
        var never = new CountDownLatch(1);
        connector.closes(never::await);

        var swapped = CompletableFuture.supplyAsync(() -> outbox.declare(List.of()));

        assertThat(swapped).succeedsWithin(LONG);
    }
}
