package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.Leases;
import io.hmsbridge.core.ledger.Node;
import io.hmsbridge.core.ledger.PostgresLedger;
import io.hmsbridge.core.support.Interposed;
import io.hmsbridge.core.support.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An outbox that is closed while a packet is on its way. */
class LeavingTest extends OutboxFixture {

    private final CountDownLatch leaving = new CountDownLatch(1);
    private final CountDownLatch beats = new CountDownLatch(8); // longer than a term

    LeavingTest() {
        step = (method, real) -> method.equals("leases") ? counting((Leases) real.call()) : real.call();
    }

    private Leases counting(Leases leases) {
        return Interposed.of(Leases.class, leases, (method, real) -> {
            var answer = real.call();
            if (method.equals("beat") && leaving.getCount() == 0) {
                beats.countDown();
            }
            return answer;
        });
    }

    @Override
    protected Duration term() {
        return Duration.ofSeconds(1);
    }

    @Test
    void keepsItsLeaseUntilThePacketIsHome() throws InterruptedException {
        var out = new CountDownLatch(1);
        var home = new CountDownLatch(1);
        connector.answers(_ -> {
            out.countDown();
            home.await();
            return SendResult.delivered("took it");
        });
        emit("k");
        out.await();

        leaving.countDown();
        var closing = Thread.ofVirtual().start(outbox::close);
        try (var other = PostgresLedger.open(
                new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()), Node.here("other"),
                term())) {
            assertThat(beats.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(other.leases().take(target)).isEmpty();
            home.countDown();
            closing.join();
        }
    }
}
