package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.BatchConnector;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
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

    private final ThreadTimer timer = new ThreadTimer();
    private final Egress egress = new Egress("test", Clock.systemUTC());

    @AfterEach
    void close() {
        egress.close();
        timer.close();
    }

    @Test
    void aConnectorThatHangsWhileItIsMadeIsGivenUpAndClosedIfItComesLater() throws Exception {
        var hanging = new Hanging();

        assertThatThrownBy(() -> crew(hanging)).isInstanceOf(ConnectorRefusedException.class)
                .hasMessageContaining("Hanging did not make a connector for target payroll within");

        hanging.letGo.countDown();
        assertThat(hanging.closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aConnectorThatFailsToSayHowMuchItTakesIsRefusedAndClosed() {
        var unsure = new Unsure();

        assertThatThrownBy(() -> crew(unsure)).isInstanceOf(ConnectorRefusedException.class)
                .hasMessageContaining("Unsure cannot make a connector for target payroll")
                .hasMessageContaining("how many?");

        assertThat(unsure.closed).isTrue();
    }

    /** Its connectors do not know how many packets they take in one call. */
    private static final class Unsure implements ConnectorFactory {

        private boolean closed;

        @Override
        public String name() {
            return "Unsure";
        }

        @Override
        public Connector create(ConnectorContext context) {
            return new BatchConnector() {
                @Override
                public int batchLimit() {
                    throw new IllegalStateException("how many?");
                }

                @Override
                public List<SendResult> sendBatch(List<Packet> packets) {
                    throw new AssertionError("nobody sends with this connector");
                }

                @Override
                public SendResult send(Packet packet) {
                    throw new AssertionError("nobody sends with this connector");
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        }
    }

    private Optional<Crew> crew(ConnectorFactory factory) throws Exception {
        var spec = TargetSpec.of("payroll", factory.name());
        var lane = new Lane(1, spec,
                new Lane.Parts(ledger, null, timer, Clock.systemUTC(), _ -> false, _ -> {}, _ -> {},
                        new Shares(timer)));
        return new Workshop(Connectors.of(factory), egress, ledger, (_, _) -> Map.of(), Guard.NONE, _ -> null,
                Clock.systemUTC(), timer, Tracing.NONE, Duration.ofMillis(100)).crew(lane, spec);
    }
}
