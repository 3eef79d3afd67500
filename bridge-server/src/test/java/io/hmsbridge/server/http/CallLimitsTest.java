package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.Rate;
import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.Reply;
import io.hmsbridge.server.support.ServedBridge;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One token's appetite is not the others' trouble. */
class CallLimitsTest {

    private static ServedBridge server;
    private static ApiClient api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ServedBridge.start(folder);
        api = new ApiClient(server.uri());
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    private static String token(String name) throws Exception {
        return (String) api.post("/v1/tokens", "application/json",
                "{\"who\":\"ada\",\"name\":\"%s\",\"roles\":[\"viewer\"]}".formatted(name)).get("token");
    }

    private static HttpApi serve(Metrics metrics, int concurrency, String rate) {
        return HttpApi.start(server.bridge(), metrics, new HttpOptions("127.0.0.1", 0, ServedBridge.TOKEN,
                ServedBridge.BODY_LIMIT, Optional.empty(), Optional.empty(), HttpOptions.USUAL_WRITE,
                HttpOptions.USUAL_READ,
                new Limits(concurrency, Rate.parse(rate))));
    }

    private static Reply ask(ApiClient client, String token) throws Exception {
        return client.send(client.bare("/v1/targets").header("Authorization", "Bearer " + token).GET());
    }

    @Test
    void oneMoreInATimeIsRefusedUntilThen() throws Exception {
        try (var metrics = new Metrics();
                var limited = serve(metrics, 10, "3/h");
                var client = new ApiClient(URI.create("http://127.0.0.1:" + limited.port()))) {
            var hasty = token("hasty");
            var other = token("other");
            for (int i = 0; i < 3; i++) {
                assertThat(ask(client, hasty).status()).isEqualTo(200);
            }
            var refused = ask(client, hasty);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.body()).containsEntry("code", "BRG-1206").containsEntry("detail",
                    "this token may make 3/h requests, and has made them");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 1_200);
            assertThat(ask(client, other).status()).isEqualTo(200);
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/v1/targets").status()).isEqualTo(200); // the server's own token
            }
            assertThat(metrics.scrape("text/plain")).contains("bridge_requests_limited_total{by=\"rate\"} 1.0");
        }
    }

    @Test
    void oneMoreAtOnceIsRefusedUntilAnotherEnds() throws Exception {
        try (var metrics = new Metrics();
                var limited = serve(metrics, 1, "");
                var client = new ApiClient(URI.create("http://127.0.0.1:" + limited.port()));
                var follower = new ApiClient(URI.create("http://127.0.0.1:" + limited.port()))) {
            var busy = token("busy");
            var stream = follower.lines("/v1/stream", busy);
            assertThat(stream.iterator().next()).isNotEmpty();

            assertThat(ask(client, busy).status()).isEqualTo(429);
            assertThat(ask(client, busy).header("Retry-After")).isEqualTo("1");
            stream.close();
            await().until(() -> {
                server.bridge().emit(Event.of("rate.changed", Map.of("rate", 1L))); // writing finds out that it went
                return ask(client, busy).status() == 200;
            });
            assertThat(metrics.scrape("text/plain")).contains("bridge_requests_limited_total{by=\"concurrency\"}");
        }
    }
}
