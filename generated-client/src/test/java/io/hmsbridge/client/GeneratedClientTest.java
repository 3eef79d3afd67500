package io.hmsbridge.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.client.api.DefaultApi;
import io.hmsbridge.client.model.PacketState;
import io.hmsbridge.client.model.StructuredEvent;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.server.http.HttpApi;
import io.hmsbridge.server.http.HttpOptions;
import io.hmsbridge.server.metrics.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenAPI Generator makes of the document that the server serves talks to the server. */
class GeneratedClientTest {

    private static final String TOKEN = "a-token-for-tests";
    private static final Path GENERATED_FROM =
            Path.of("../bridge-server/src/main/resources/io/hmsbridge/server/http/openapi.json");

    private static final class Sink implements ConnectorFactory {

        @Override
        public String name() {
            return "Sink";
        }

        @Override
        public Connector create(ConnectorContext context) {
            return packet -> SendResult.delivered("took it");
        }
    }

    @Test
    void itEmitsAnEventAndReadsItsPacket(@TempDir Path folder) throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("mappings")).resolve("rates.yaml"), """
                source_event: rate.changed
                targets: {payroll: {connector: Sink, map: {rate: dailyRate}}}
                """);
        try (var postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                var metrics = new Metrics();
                var bridge = Bridge.builder().database(postgres.jdbcUrl(), postgres.user(), postgres.password())
                        .mappings(folder.resolve("mappings")).connector(new Sink()).open();
                var server = HttpApi.start(bridge, metrics, new HttpOptions("127.0.0.1", 0, TOKEN, 65_536),
                        Optional.empty())) {
            metrics.watch(bridge);
            var uri = URI.create("http://127.0.0.1:" + server.port());
            var api = new DefaultApi(client(uri, TOKEN));

            var event = new StructuredEvent().specversion("1.0").id("e-1").source("/hr").type("rate.changed")
                    .subject("per-diem").data(Map.of("rate", 68));
            var accepted = api.emit(event, "30s");
            var packets = api.listPackets(accepted.getNumber(), "payroll", null, null, null, null, null, 10, null)
                    .getPackets();
            var sought = api.listPackets(null, null, "rate.changed", "per-diem", "SENT,DEAD",
                    OffsetDateTime.parse("2026-01-01T00:00:00Z"), null, 10, null).getPackets();

            assertThat(accepted.getId()).isEqualTo("e-1");
            assertThat(accepted.getDuplicate()).isFalse();
            assertThat(packets).singleElement().satisfies(packet -> {
                assertThat(packet.getEvent()).isEqualTo(accepted.getNumber());
                assertThat(packet.getState()).isEqualTo(PacketState.SENT);
                assertThat(packet.getKey()).isEqualTo("per-diem");
                assertThat(packet.getDetail()).isEqualTo("took it");
                assertThat(packet.getAcceptedAt()).isNotNull();
            });
            assertThat(sought).isEqualTo(packets);
            assertThat(api.emit(event, null).getDuplicate()).isTrue();
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> new DefaultApi(client(uri, "another")).listTargets())
                    .satisfies(e -> assertThat(e.getCode()).isEqualTo(401));
            assertThat(served(uri)).isEqualTo(Files.readString(GENERATED_FROM));
        }
    }

    private static ApiClient client(URI uri, String token) {
        return new ApiClient().setBasePath(uri.toString()).setBearerToken(token);
    }

    private static String served(URI uri) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri.resolve("/openapi.json"))
                    .header("Authorization", "Bearer " + TOKEN).build(), BodyHandlers.ofString()).body();
        }
    }
}
