package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.egress.Egress;
import io.hmsbridge.core.plugin.Connectors;
import io.hmsbridge.core.time.ThreadTimer;
import io.hmsbridge.core.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkshopTest extends OutboxFixture {

    /** Its connectors take as long as they like to be made, whoever interrupts it. */
    private static final class Hanging implements ConnectorFactory {

        private final CountDownLatch letGo = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public String name() {
            return "Hanging";
        }

        @Override
        public Connector create(ConnectorContext context) {
            boolean done = false;
            while (!done) {
                try {
                    letGo.await();
                    done = true;
                } catch (InterruptedException e) {
                    context.logger().log(System.Logger.Level.DEBUG, "not now");
                }
            }
            return new Connector() {
                @Override
                public SendResult send(Packet packet) {
                    throw new AssertionError("nobody waits for this connector");
                }

                @Override
                public void close() {
                    closed.countDown();
                }
            };
        }
    }

    @Test
    void aConnectorThatHangsWhileItIsMadeIsGivenUpAndClosedIfItComesLater() throws Exception {
        var hanging = new Hanging();
        var spec = TargetSpec.of("payroll", "Hanging");
        var timer = new ThreadTimer();
        try (var egress = new Egress("test", Clock.systemUTC())) {
            var lane = new Lane(1, spec,
                    new Lane.Parts(ledger, null, timer, Clock.systemUTC(), _ -> false, _ -> {}, _ -> {},
                            new Shares(timer)));
            var workshop =
                    new Workshop(Connectors.of(hanging), egress, ledger, (_, _) -> Map.of(), Guard.NONE, _ -> null,
                            Clock.systemUTC(), timer, Tracing.NONE, Duration.ofMillis(100));

            assertThatThrownBy(() -> workshop.crew(lane, spec)).isInstanceOf(ConnectorRefusedException.class)
                    .hasMessageContaining("Hanging did not make a connector for target payroll within");

            hanging.letGo.countDown();
            assertThat(hanging.closed.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.close();
        }
    }
}
