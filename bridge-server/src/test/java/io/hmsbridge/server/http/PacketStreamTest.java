package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Bookmark;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Transitions;
import io.hmsbridge.server.access.Principal;
import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows the stream learns of every transition, however often the connection breaks. */
class PacketStreamTest {

    private static ServedBridge server;
    private static ApiClient api;
    private static HttpClient http;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ServedBridge.start(folder);
        api = new ApiClient(server.uri());
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        api.close();
        server.close();
    }

    /** A connection to the stream; what it has been told of is read line by line. */
    private static final class Following implements AutoCloseable {

        private final Stream<String> body;
        private final Iterator<String> lines;
        private String id = "";

        Following(String query, String lastEventId) {
            try {
                var request = api.request("/v1/stream" + query);
                if (!lastEventId.isEmpty()) {
                    request.header("Last-Event-ID", lastEventId);
                }
                body = http.send(request.build(), BodyHandlers.ofLines()).body();
                lines = body.iterator();
                while (id.isEmpty()) {
                    read();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private Optional<String> read() {
            var line = lines.next();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            }
            return Optional.of(line).filter(text -> text.startsWith("data: "));
        }

        /** The next transitions: {@code pkt-1 SENT}. */
        List<String> next(int count) {
            var told = new ArrayList<String>();
            while (told.size() < count) {
                read().ifPresent(data -> {
                    var packet = (Map<?, ?>) ExactJson.read(data.substring(6));
                    told.add(packet.get("id") + " " + packet.get("state"));
                });
            }
            return told;
        }

        @Override
        public void close() {
            body.close();
        }
    }

    private static String emit(String type, int rate, String subject) {
        return "pkt-" + server.bridge().emit(Event.of(type, Map.of("rate", (long) rate)).withSubject(subject)).number();
    }

    @Test
    void theStreamTellsOfPacketsAsTheyChange() {
        try (var following = new Following("", "")) {
            var sent = emit("rate.changed", 1, "a");
            assertThat(following.next(2)).containsExactly(sent + " QUEUED", sent + " SENT");
            var dead = emit("rate.changed", -1, "a");
            assertThat(following.next(2)).containsExactly(dead + " QUEUED", dead + " DEAD");
        }
    }

    @Test
    void whoComesBackMissesNothingAndIsToldNothingTwice() throws Exception {
        var expected = new ArrayList<String>();
        var told = new ArrayList<String>();
        String id;
        try (var following = new Following("?key=resumed", "")) {
            var first = emit("rate.changed", 1, "resumed");
            expected.addAll(List.of(first + " QUEUED", first + " SENT"));
            told.addAll(following.next(2));
            following.read(); // the line that ends the event
            id = following.id;
        }
        for (int i = 0; i < 30; i++) {
            var packet = emit("rate.changed", i % 2 == 0 ? -1 : 1, "resumed");
            expected.addAll(List.of(packet + " QUEUED", packet + (i % 2 == 0 ? " DEAD" : " SENT")));
            emit("rate.changed", 1, "another");
        }
        var event = expected.get(2).substring(4, expected.get(2).indexOf(' '));
        var discard = "{\"kind\":\"discard\",\"who\":\"ada\",\"target\":\"payroll\",\"event\":" + event + "}";
        await().until(() -> api.post("/v1/acts", "application/json", discard).status() == 200); // once it is dead
        expected.add("pkt-" + event + " DISCARDED");
        try (var following = new Following("?key=resumed", id)) {
            told.addAll(following.next(expected.size() - told.size()));
            var last = emit("rate.changed", 1, "resumed");
            expected.addAll(List.of(last + " QUEUED", last + " SENT"));
            told.addAll(following.next(2));
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(told).filteredOn(line -> line.startsWith("pkt-" + event + " "))
                .containsExactly("pkt-" + event + " QUEUED", "pkt-" + event + " DEAD", "pkt-" + event + " DISCARDED");
    }

    @Test
    void aStreamIsNarrowedByTargetTypeKeyAndState() {
        try (var dead = new Following("?state=DEAD,DISCARDED&target=payroll", "");
                var key = new Following("?key=k%2F1&type=rate.changed&state=SENT", "")) {
            emit("rate.changed", 1, "other");
            var second = emit("rate.changed", -1, "k/1");
            var third = emit("rate.changed", 1, "k/1");

            assertThat(dead.next(1)).containsExactly(second + " DEAD");
            assertThat(key.next(1)).containsExactly(third + " SENT");
        }
    }

    @Test
    void whatAnotherProcessDoesIsToldAsWell() throws Exception {
        try (var following = new Following("?key=theirs", "")) {
            server.execute("set search_path = hms_bridge",
                    "insert into stream (node, process) select 'other', max(id) from node",
                    "insert into event (id, source, ext_id, type, subject, time, data, matched, stream, batch)"
                            + " select 999999, 's', 'theirs', 'rate.changed', 'theirs', now(), '{}', 1, max(id), 1 from stream",
                    "insert into sheet (name, version, content) values ('theirs', '\\x00', '') on conflict do nothing",
                    "insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, content, stream, batch)"
                            + " select 999999, l.target, 0, 0, 999999, 'theirs', 0, 1, 0, '{}', (select max(id) from stream), 1"
                            + " from lane l where l.name = 'payroll'",
                    "insert into batch (stream, n, root, count, low, high) select max(id), 1, '', 1, 999999, 999999 from stream");

            assertThat(following.next(1)).containsExactly("pkt-999999 QUEUED");
        }
    }

    @Test
    void whoAskForTheSameAreSentTheSameBytes() {
        var step = new StreamStep(read(1), List.of(commit(2, "a", "b", "a"), commit(3, "b"), commit(4, "a")));

        var text = step.text(admin(), ofKey("a"));
        assertThat(step.text(admin(), ofKey("a"))).isSameAs(text);
        assertThat(new String(text, StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("id: ")))
                .containsExactly(
                        "id: " + read(2).text(), "id: " + read(4).text());
        assertThat(new String(text, StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("data: ")))
                .hasSize(3);
        assertThat(step.text(admin(), ofKey("c"))).isEmpty();
    }

    @Test
    void whatSomebodyHasReadBeforeIsLeftOut() {
        var step = new StreamStep(read(1), List.of(commit(2, "a"), commit(3, "a")));
        var further = step.beyond(read(2)).orElseThrow();

        assertThat(further.mark()).isEqualTo(step.mark());
        assertThat(new String(further.text(admin(), ofKey("a")), StandardCharsets.UTF_8)).contains("\"event\":3")
                .doesNotContain("\"event\":2");
        assertThat(step.beyond(read(3))).isEmpty();
    }

    @Test
    void whoHasNothingToBeToldIsNotWokenAndKnowsHowFarItHasCome() {
        var other = UUID.randomUUID().toString();
        try (var tail = new PacketTail(server.bridge().transitions());
                var idle = tail.follow(admin(), ofKey("nobody's"));
                var following = tail.follow(admin(), ofKey(other))) {
            emit("rate.changed", 63, other);

            await().until(() -> following.waiting().stream()
                    .anyMatch(step -> new String(step.text(admin(), ofKey(other)), StandardCharsets.UTF_8)
                            .contains("\"state\":\"SENT\"")));
            await().until(() -> idle.passed() != null
                    && following.waiting().stream().allMatch(step -> idle.passed().covers(step.mark())));
            assertThat(idle.waiting()).isEmpty();
        }
    }

    private static Sight admin() {
        return new Sight(server.bridge().views(), "admin");
    }

    private static Bookmark read(long n) {
        return new Bookmark("00000000", 1, new TreeMap<>(Map.of(1, n)));
    }

    private static Transitions.Commit commit(long n, String... keys) {
        return new Transitions.Commit(1, n, Instant.EPOCH, read(n), Stream.of(keys)
                .map(key -> new PacketView(new PacketId(n, "payroll", 0, 0), "rate.changed", key, n, PacketState.QUEUED,
                        Instant.EPOCH, 0, null, "", null, Governed.NONE))
                .toList());
    }

    private static PacketFilter ofKey(String key) {
        return new PacketFilter(Principal.ADMIN, Optional.empty(), Optional.empty(), Optional.of(key),
                EnumSet.allOf(PacketState.class));
    }

    @Test
    void anIdThatIsNoneIsRefusedByName() throws Exception {
        var strange = new Bookmark("00000000", 1, new TreeMap<>(Map.of(1, 1L))).text();
        for (var id : List.of("17", strange, "'; drop table batch", "a".repeat(4_000))) {
            var reply = api.send(api.request("/v1/stream").header("Last-Event-ID", id).GET());

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).containsEntry("parameter", "Last-Event-ID");
        }
        assertThat(api.get("/v1/stream?state=SENT,GONE").body()).containsEntry("parameter", "state");
        assertThat(api.get("/v1/stream?status=SENT").body()).containsEntry("parameter", "status");
    }

    @Test
    void aClientThatNeverReadsIsLetGo() throws Exception {
        var options = new HttpOptions("127.0.0.1", 0, ServedBridge.TOKEN, ServedBridge.BODY_LIMIT, Optional.empty(),
                Optional.empty(), Duration.ofMillis(200), HttpOptions.USUAL_READ, HttpOptions.USUAL_LIMITS);
        try (var metrics = new Metrics();
                var impatient = HttpApi.start(server.bridge(), metrics, options);
                var socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress("127.0.0.1", impatient.port()));
            socket.getOutputStream().write(("GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + ServedBridge.TOKEN + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            await().until(() -> metrics.scrape("text/plain").contains("bridge_stream_clients 1.0"));
            var subject = "s".repeat(1_000);
            for (int i = 0; i < 12; i++) { // 15 MB: more than sockets hold
                server.bridge().emit(IntStream.range(0, 500)
                        .mapToObj(_ -> Event.of("rate.changed", Map.of("rate", 1L)).withSubject(subject)).toList());
            }

            await().until(() -> metrics.scrape("text/plain").contains("bridge_stream_dropped_total 1.0"));
            await().until(() -> metrics.scrape("text/plain").contains("bridge_stream_clients 0.0"));
        }
    }
}
