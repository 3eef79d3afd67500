package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.Ledger.DuePage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LateLookForRetriesTest extends OutboxFixture {

    @Test
    void whatItFoundBeforeThePacketEndedIsNotSentAgain() throws Exception {
        var late = new CompletableFuture<Thread>();
        var ended = new CountDownLatch(1);
        step = (method, real) -> {
            var answer = real.call();
            if (answer instanceof DuePage page && !page.packets().isEmpty() && late.complete(Thread.currentThread())) {
                ended.await();
            }
            return answer;
        };
        connector.answers(packet -> packet.attempt() == 1 && packet.key().equals("k") && packet.sequence() == 1
                ? SendResult.retry("not yet")
                : SendResult.delivered("took it"));

        long first = emit("k");
        late.join();
        awaitNothingWaits();
        long second = emit("k");
        awaitNothingWaits();
        ended.countDown();
        late.join().join();
        long third = emit("k");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, first, second, third);
    }
}
