package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.Store.DuePage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LateLookForRetriesTest extends OutboxFixture {

    @Test
    void whatItFoundBeforeThePacketEndedIsNotSentAgain() throws Exception {
        var sending = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var late = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        step = (method, real) -> {
            var answer = real.call();
            if (answer instanceof DuePage page && sending.getCount() == 0
                    && page.packets().stream().anyMatch(p -> p.key().equals("k")) && late.getCount() == 1) {
                late.countDown();
                ended.await();
            }
            return answer;
        };
        connector.answers(packet -> {
            if (packet.attempt() == 1) {
                return SendResult.retry("not yet");
            }
            if (packet.key().equals("k")) {
                sending.countDown();
                goOn.await();
            }
            return SendResult.delivered("took it");
        });

        long first = emit("k");
        sending.await();
        long second = emit("other");
        late.await();
        goOn.countDown();
        await().atMost(LONG).until(() -> ledger.packets(PacketQuery.ofEvent(first)).getFirst().state().isTerminal());
        ended.countDown();
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, first, second, second);
    }
}
