package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Text that would forge a line, steer a terminal, or be run by somebody is in every field nothing but text. */
class HostileTextTest {

    /** Stands for a NUL, which our own writer refuses. */
    private static final String NUL = "\uE000";

    private static final List<String> HOSTILE = List.of("x\r\nforged: line", "\u001b[31mred\u001b]0;title\u0007",
            "${jndi:ldap://127.0.0.1:1/x}", "<script>alert(1)</script>", "\u202etxt.exe", "a" + NUL + "b",
            "\u2028forged");

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Level before;
    private ServedBridge server;
    private ApiClient api;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = ServedBridge.start(folder);
        api = new ApiClient(server.uri());
        before = root.getLevel();
        root.setLevel(Level.INFO);
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void stop() {
        root.detachAppender(logged);
        root.setLevel(before);
        api.close();
        server.close();
    }

    @Test
    void inNoFieldDoesItBecomeMoreThanText() throws Exception {
        var scoped = (String) api.post("/v1/tokens", "application/json",
                "{\"who\":\"ada\",\"name\":\"pat\",\"roles\":[\"emitter\",\"operator\"],\"sources\":[\"/hr\"],\"targets\":[\"gis\"]}")
                .get("token");
        for (var text : HOSTILE) {
            for (var field : List.of("id", "source", "type", "subject", "time", "extra", "Bad Name")) {
                event(field, text, ServedBridge.TOKEN);
                event(field, text, scoped);
            }
            for (var field : List.of("who", "why", "kind", "target", "made-up")) {
                var act = new TreeMap<String, Object>(Map.of("kind", "pause", "who", "ada", "target", "payroll"));
                act.put(field, text);
                answered("/v1/acts", act, ServedBridge.TOKEN);
                answered("/v1/acts", act, scoped);
            }
            answered("/v1/tokens", Map.of("who", "ada", "name", text, "roles", List.of("viewer")), ServedBridge.TOKEN);
            answered("/v1/replays", Map.of("who", text, "from", "2026-01-01T00:00:00Z", "target", text),
                    ServedBridge.TOKEN);
        }

        for (var path : List.of("/v1/events", "/v1/packets", "/v1/acts", "/v1/tokens", "/v1/outbox")) {
            var answer = api.get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        }
        assertThat(logged.list).isNotEmpty(); // of refusals at least
        var json = new JsonEncoder();
        json.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        json.start();
        assertThat(List.copyOf(logged.list)).allSatisfy(line -> {
            assertThat(line.getFormattedMessage()).doesNotContainPattern("[\\p{Cntrl}]");
            var written = new String(json.encode(line), StandardCharsets.UTF_8);
            assertThat(written.strip()).hasLineCount(1).doesNotContainPattern("[\\x00-\\x1f&&[^\\n]]");
        });
    }

    private void event(String field, String text, String token) throws Exception {
        var event = new TreeMap<String, Object>(Map.of("specversion", "1.0", "id", "e-1", "source", "/hr", "type",
                "rate.changed", "data", Map.of("rate", -1L)));
        event.put(field, text);
        answered("/v1/events", event, token);
    }

    /** Taken as it is or refused, in JSON on one line without anything that acts. */
    private void answered(String path, Map<String, Object> body, String token) throws Exception {
        var reply = api.send(api.bare(path).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ExactJson.writeString(body).replace(NUL, "\\u0000"))));

        assertThat(reply.status()).as(path + body).isBetween(200, 499);
        assertThat(reply.header("Content-Type")).startsWith("application/").endsWith("json");
        if (reply.get("detail") instanceof String detail) {
            assertThat(detail).doesNotContainPattern("[\\p{Cntrl}]");
        }
    }
}
