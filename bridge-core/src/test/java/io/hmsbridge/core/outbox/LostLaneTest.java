package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.Leases;
import io.hmsbridge.core.ledger.Leases.Standing;
import io.hmsbridge.core.support.Interposed;
import io.hmsbridge.core.support.ObedientConnector;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A lane that another process has taken while a packet is on its way. The simulation has found it. */
class LostLaneTest extends OutboxFixture {

    private volatile boolean taken;

    LostLaneTest() {
        step = (method, real) -> method.equals("leases") ? lying((Leases) real.call()) : real.call();
    }

    /** Says that another process has the lane, once it is taken. */
    private Leases lying(Leases leases) {
        return Interposed.of(Leases.class, leases, (_, real) -> {
            var answer = real.call();
            return taken && answer instanceof Standing standing ? another(standing) : answer;
        });
    }

    private static Standing another(Standing standing) {
        return new Standing(standing.lanes().stream().map(lane -> new Leases.Lane(lane.target(),
                OptionalInt.of(Integer.MAX_VALUE), lane.epoch() + 1, lane.askedBy(), lane.orders())).toList(),
                standing.nodes());
    }

    @Test
    void interruptsWhoeverIsSending() throws InterruptedException {
        var out = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        connector.answers(_ -> {
            out.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return SendResult.delivered("never");
        });
        emit("k");
        out.await();

        taken = true;
        assertThat(interrupted.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();

        connector.answers(ObedientConnector.DELIVERED);
        taken = false;
        awaitNothingWaits();
    }
}
