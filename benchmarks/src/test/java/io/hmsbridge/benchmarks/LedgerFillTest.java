package io.hmsbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filled ledger is one that the engine itself takes for its own. */
class LedgerFillTest {

    private static final int EVENTS = 2_500;

    @TempDir
    private Path folder;

    @Test
    void theEngineSeesWhatWasFilledInAsDeliveredAndGoesOnBehindIt() throws Exception {
        Files.writeString(folder.resolve("order.yaml"), Load.sheet(Load.TYPE, List.of(0)));
        try (var postgres = EmbeddedPostgres.start(folder.resolve("postgres"))) {
            long first;
            try (var bridge = open(postgres)) {
                first = deliver(bridge, Load.ofNow().event(0));
            }
            LedgerFill.fill(new Setup.Access(postgres.jdbcUrl(), postgres.user(), postgres.password(), 0), EVENTS);

            try (var bridge = open(postgres)) {
                var packets = bridge.packets(new PacketQuery(0, Long.MAX_VALUE, Load.target(0), 2 * EVENTS));

                assertThat(packets).hasSize(1 + EVENTS)
                        .allSatisfy(packet -> assertThat(packet.state()).isEqualTo(PacketState.SENT));
                assertThat(packets.getFirst().id().event()).isEqualTo(first + EVENTS);
                assertThat(deliver(bridge, new Load("after").event(1))).isGreaterThan(first + EVENTS);
            }
        }
    }

    private Bridge open(EmbeddedPostgres postgres) {
        return Bridge.builder().database(postgres.jdbcUrl(), postgres.user(), postgres.password()).mappings(folder)
                .connector(new Taking()).open();
    }

    private static long deliver(Bridge bridge, Event event) throws InterruptedException {
        var packets = bridge.emitAndWait(event, Duration.ofSeconds(30));
        assertThat(packets).singleElement().satisfies(p -> assertThat(p.state()).isEqualTo(PacketState.SENT));
        return packets.getFirst().id().event();
    }

    /** Takes every packet, and is called as the benchmark's own connector. */
    private record Taking() implements ConnectorFactory {

        @Override
        public String name() {
            return SinkConnector.NAME;
        }

        @Override
        public Connector create(ConnectorContext context) {
            return _ -> SendResult.delivered("taken");
        }
    }
}
