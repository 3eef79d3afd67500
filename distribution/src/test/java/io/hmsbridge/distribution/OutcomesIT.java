package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who emits is told of the outcome, as the documentation has it, by a receiver that is down for a while and a server that is killed. */
class OutcomesIT {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    private Path folder;
    private final List<Told> told = new CopyOnWriteArrayList<>();

    private record Told(Map<?, ?> event, String type, String key, String signature) {

        private Object of(String name) {
            return event.get(name);
        }

        private Map<?, ?> data() {
            return (Map<?, ?>) event.get("data");
        }
    }

    private HttpServer receiver(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = exchange.getRequestBody().readAllBytes();
                if (exchange.getRequestMethod().equals("POST")) {
                    var headers = exchange.getRequestHeaders();
                    told.add(new Told((Map<?, ?>) ExactJson.read(body), headers.getFirst("Content-Type"),
                            headers.getFirst("Idempotency-Key"), headers.getFirst("webhook-signature")));
                }
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        return server;
    }

    @Test
    void outcomesReachTheReceiverOnceItIsBackThoughTheServerWasKilled() throws Exception {
        var first = receiver(0);
        int port = first.getAddress().getPort();
        first.stop(0);
        var home = Archive.unpack(folder);
        Files.writeString(home.resolve("mappings/outcomes.yaml"),
                Markdown.page("docs/outcomes.md").blocks("yaml").filter(block -> block.text().contains("source_event:"))
                        .findFirst().orElseThrow().text());
        Files.writeString(home.resolve("mappings/rates.yaml"), """
                source_event: rate.changed
                targets: {file: {connector: CsvDropConnector, with: {name: rates.csv, columns: [rate]}, map: {rate: rate}}}
                """);
        var conf = home.resolve("conf/bridge.yaml");
        Files.writeString(conf, Files.readString(conf).replaceFirst("(?m)^outcomes:(\n .*|\n#.*)+", "")
                + """
                        outcomes: {sources: [/hr/*]}
                        targets:
                          file: {connector: CsvDropConnector, settings: {folder: "%s"}}
                          hr-outcomes:
                            connector: RestConnector
                            settings: {base: "http://127.0.0.1:%d/hooks", signing_secret: %s}
                            networks: [127.0.0.0/8]
                            retry: {first: 100ms, cap: 500ms}
                        """.formatted(Files.createDirectory(folder.resolve("out")), port, SECRET));
        try (var bridge = BridgeProcess.start(home, folder)) {
            for (int i = 0; i < 5; i++) {
                emit(bridge, "e-" + i, i);
            }
            bridge.kill();
        }
        try (var bridge = BridgeProcess.start(home, folder)) {
            emit(bridge, "e-5", 5);
            var back = receiver(port);
            // the server that was killed holds the bookmark for half a minute
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> ids().containsAll(Set.of("e-0", "e-1", "e-2", "e-3", "e-4", "e-5")));
            back.stop(0);
            assertThat(bridge.stop()).isZero();
        }

        assertThat(ids()).hasSize(6);
        assertThat(told).allSatisfy(one -> {
            assertThat(one.type).startsWith("application/cloudevents+json");
            assertThat(one.signature).startsWith("v1,");
            assertThat(one.of("specversion")).isEqualTo("1.0");
            assertThat(one.of("type")).isEqualTo("bridge.packet.sent");
            assertThat(one.of("source")).isEqualTo("/hms-bridge/outcomes");
            assertThat(one.data().get("target")).isEqualTo("file");
            assertThat(one.data().toString()).doesNotContain("secret-note");
        });
        // However often one came, it had one id and one key.
        assertThat(told.stream().map(one -> one.of("id") + " " + one.key).distinct()).hasSize(6);
    }

    private Set<String> ids() {
        var ids = new HashSet<String>();
        told.forEach(one -> ids.add((String) ((Map<?, ?>) one.data().get("event")).get("id")));
        return ids;
    }

    private static void emit(BridgeProcess bridge, String id, int rate) throws Exception {
        var answer = bridge.emit("""
                {"specversion": "1.0", "id": "%s", "source": "/hr/app", "type": "rate.changed",
                 "data": {"rate": %d, "note": "secret-note"}}""".formatted(id, rate));
        assertThat(answer).contains("\"state\":\"SENT\"");
    }
}
