package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LostReleaseTest extends OutboxFixture {

    @Test
    void heldPacketsKeepTheirOrderWhenTheAnswerThatReleasesThemIsLost() throws InterruptedException {
        var asleep = new AtomicBoolean(true);
        var lost = new AtomicBoolean();
        var askedAgain = new CountDownLatch(2);
        step = (method, real) -> {
            var answer = real.call();
            if (method.equals("held")) {
                askedAgain.countDown();
                if (!((List<?>) answer).isEmpty() && lost.compareAndSet(false, true)) {
                    throw new LedgerUnavailableException("cut", null);
                }
            }
            return answer;
        };
        connector.answers(_ -> asleep.get() ? SendResult.retry("not yet") : SendResult.delivered("took it"));

        emit("k");
        emit("k");
        emit("k");
        asleep.set(false);
        askedAgain.await();
        emit("k");
        awaitNothingWaits();

        assertThat(sent().stream().distinct()).isSorted().hasSize(4);
    }
}
