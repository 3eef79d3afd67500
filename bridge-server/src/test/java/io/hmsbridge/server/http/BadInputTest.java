package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.Reply;
import io.hmsbridge.server.support.ServedBridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send that they should not, and how little it does. */
class BadInputTest {

    private static final String RATE = "{\"type\":\"rate.changed\",\"data\":{\"rate\":%d}}";

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

    static Stream<String> notJson() {
        return Stream.of("[".repeat(10_000), "{\"a\":1,\"a\":2}", "\"\\u0000\"", "\"\\ud800\"", "1} x {", "01", "NaN",
                "'a'", "\"\u0001\"");
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void whatIsNotExactJsonIsRefusedWithItsPlace(String data) throws Exception {
        var reply = api.post("/v1/events", "application/json", "{\"type\":\"t\",\n\"data\":" + data + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).containsEntry("code", "BRG-1001").containsKeys("line", "column", "offset");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws Exception {
        var body = "{\"type\":\"t\",\"data\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);

        var reply = api.post("/v1/events", "application/json", BodyPublishers.ofByteArray(body));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).containsEntry("code", "BRG-1001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%1b%5b31m", "a%0d%0aSet-Cookie:x", "%24%7bjndi:ldap:%2f%2fx%7d", "%3cscript%3e"})
    void aHostileNameComesBackAsPlainTextOfOneLine(String name) throws Exception {
        var reply = api.get("/v1/packets?" + name + "=1");

        assertThat(reply.status()).isEqualTo(400);
        assertThat((String) reply.get("detail")).hasLineCount(1).doesNotContainPattern("\\p{Cntrl}");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "epoch", "sequence", "idempotencyKey", "incarnation"})
    void whatOnlyTheServerSaysIsRefusedByName(String field) throws Exception {
        var reply = api.post("/v1/acts", "application/json",
                "{\"kind\":\"pause\",\"who\":\"ada\",\"target\":\"payroll\",\"%s\":\"1\"}".formatted(field));

        assertThat(reply.status()).isEqualTo(400);
        assertThat((String) reply.get("detail")).startsWith(field + ": is unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"from\":\"2026-11-02T00:00:00Z\",\"to\":\"2026-11-01T00:00:00Z\"",
        "\"from\":\"2016-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"", "\"from\":\"2026-11-02T00:00:00\"",
        "\"from\":\"2026-11-02T00:00:00+25:00\"", "\"from\":5",
        "\"from\":\"2026-11-02T00:00:00Z\",\"backfill\":true",
        "\"from\":\"2026-11-02T00:00:00Z\",\"live\":\"first\",\"target\":\"payroll\"",
        "\"from\":\"2026-11-02T00:00:00Z\",\"backfill\":true,\"target\":\"payroll\",\"states\":[\"SENT\"]"})
    void aReplayOfAWindowThatIsNoneIsRefused(String window) throws Exception {
        var reply = api.post("/v1/replays", "application/json", "{\"who\":\"ada\"," + window + "}");

        assertThat(reply.status()).isBetween(400, 409);
        assertThat((String) reply.get("code")).isIn("BRG-1405", "BRG-1406");
    }

    @Test
    void ofTwoOperatorsWhoActOnOnePacketAtOnceOneIsToldThatTheOtherWasFirst() throws Exception {
        long event = (Long) api.post("/v1/events?wait=30s", "application/json", RATE.formatted(-1)).get("number");
        Callable<Reply> requeue = () -> api.post("/v1/acts", "application/json",
                "{\"kind\":\"discard\",\"who\":\"ada\",\"target\":\"payroll\",\"event\":%d}".formatted(event));

        try (var operators = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Integer>();
            for (var reply : operators.invokeAll(List.of(requeue, requeue))) {
                replies.add(reply.get().status());
            }

            assertThat(replies).containsExactlyInAnyOrder(200, 409);
        }
        assertThat(api.get("/v1/packets?event=" + event).list("packets")).singleElement()
                .satisfies(packet -> assertThat(packet).containsEntry("state", "DISCARDED"));
    }

    @Test
    void clientsThatSendSlowlyOrNeverReadHoldUpNobody() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 500; i++) {
                sockets.add(saying("")); // idle
            }
            for (int i = 0; i < 20; i++) {
                sockets.add(saying("POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Slow: ")); // never ends its headers
                sockets.add(saying("GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + ServedBridge.TOKEN
                        + "\r\n\r\n")); // and never reads
            }
            var batch = "[" + String.join(",", IntStream.range(0, 500).mapToObj(RATE::formatted).toList()) + "]";
            for (int i = 0; i < 10; i++) {
                assertThat(api.post("/v1/events?wait=60s", "application/json", batch).list("events"))
                        .hasSize(500).allSatisfy(event -> assertThat(event.get("packets").toString()).contains("SENT"));
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/targets HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50000\r\nAuthorization: Bearer "
                + ServedBridge.TOKEN + "\r\n\r\n"})
    void whoSendsARequestByteByByteIsDisconnectedAndNobodyElseIs(String beginning) throws Exception {
        var options = new HttpOptions("127.0.0.1", 0, ServedBridge.TOKEN, ServedBridge.BODY_LIMIT, Optional.empty(),
                Optional.empty(), HttpOptions.USUAL_WRITE, Duration.ofMillis(300), HttpOptions.USUAL_LIMITS);
        try (var metrics = new Metrics();
                var impatient = HttpApi.start(server.bridge(), metrics, options);
                var slow = new Socket("127.0.0.1", impatient.port());
                var kept = new Socket("127.0.0.1", impatient.port());
                var drip = Executors.newSingleThreadScheduledExecutor()) {
            slow.setSoTimeout(20_000);
            kept.setSoTimeout(20_000);
            assertThat(status(kept)).isEqualTo("HTTP/1.1 200 OK");
            slow.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            var _ = drip.scheduleAtFixedRate(() -> say("x", slow), 0, 20, TimeUnit.MILLISECONDS);

            readToTheEnd(slow);
            assertThat(status(kept)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    /** Of a request over a connection that stays open. */
    private static String status(Socket socket) throws IOException {
        var body = "{\"event\":{\"type\":\"nobody.cares\",\"data\":{}}}";
        say("POST /v1/mappings:try HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + ServedBridge.TOKEN + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body, socket);
        var reply = new StringBuilder();
        while (reply.indexOf("\r\n\r\n") < 0) {
            reply.append((char) socket.getInputStream().read());
        }
        var length = Pattern.compile("(?i)content-length: *(\\d+)").matcher(reply);
        assertThat(length.find()).isTrue();
        assertThat(socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)))).isNotEmpty();
        return reply.substring(0, reply.indexOf("\r\n"));
    }

    private static void readToTheEnd(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                continue; // it may have been answered before
            }
        } catch (SocketException _) {
            return; // what we sent was not read any more
        }
    }

    private static void say(String text, Socket socket) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket saying(String text) throws IOException {
        var socket = new Socket("127.0.0.1", server.uri().getPort());
        say(text, socket);
        return socket;
    }
}
