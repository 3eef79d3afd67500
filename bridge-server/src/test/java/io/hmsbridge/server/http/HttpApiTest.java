package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {

    private static final String RATE = "{\"type\":\"rate.changed\",\"data\":{\"rate\":68}}";

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

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz"})
    void healthIsOpenToAll(String path) throws Exception {
        assertThat(api.send(api.bare(path).GET()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/outbox", "/v1/nothing", "/", "/healthz/", "/v1/events"})
    void allElseAsksForTheToken(String path) throws Exception {
        var without = api.send(api.bare(path).GET());
        var wrong = api.send(api.bare(path).header("Authorization", "Bearer " + ServedBridge.TOKEN + "x").GET());
        var otherScheme = api.send(api.bare(path).header("Authorization", "Basic " + ServedBridge.TOKEN).GET());

        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"hms-bridge\"");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(wrong.body()).containsEntry("code", "BRG-1101");
        assertThat(otherScheme.status()).isEqualTo(401);
    }

    @Test
    void anUnknownPathIsToldApartFromAWrongMethod() throws Exception {
        var unknown = api.get("/v1/nothing");
        var wrong = api.send(api.request("/v1/events").method("DELETE", BodyPublishers.noBody()));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).containsEntry("code", "BRG-1007");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("Allow")).isEqualTo("GET, HEAD, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/packets?limit=0", "/v1/packets?limit=1001", "/v1/packets?limit=x",
        "/v1/packets?event=-1", "/v1/packets?state=GONE", "/v1/packets?from=yesterday",
        "/v1/packets?to=2026-11-31T00:00:00Z", "/v1/packets?to=2026-01-01T00:00:00Z&from=2026-01-01T00:00:00Z",
        "/v1/events?unmatched=maybe", "/v1/events?limit=0",
        "/v1/packets?colour=red", "/v1/ledger/conserved?from=yesterday", "/v1/packets?limit=1&limit=2",
        "/v1/packets?before=1.5", "/v1/outbox?limit=1", "/v1/packets/dead?after=1", "/v1/packets/dead?after=x.1.0.0",
        "/v1/governance/blocked?after=1", "/v1/acts?before=0", "/v1/replays?before=x", "/v1/packets/scheduled?after=1",
        "/v1/packets?before=99999999999999999999", "/v1/stream?state=GONE", "/v1/stream?state=sent",
        "/v1/ledger/conserved?from=2026-11-31T00:00:00Z", "/v1/ledger/conserved?to=2026-11-01T00:00:00",
        "/v1/ledger/conserved?from=2026-11-01T00:00:00%2B25:00", "/v1/calendar?days=0", "/v1/calendar?until=tomorrow"})
    void aParameterThatIsNotUnderstoodIsRefusedByName(String path) throws Exception {
        var reply = api.get(path);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).containsEntry("code", "BRG-1006")
                .containsEntry("parameter", path.replaceAll(".*\\?(\\w+)=.*", "$1"));
    }

    @Test
    void whatIsNotHttpGetsAProblemDocumentToo() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.getOutputStream().write("NONSENSE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "BRG-1009");
        }
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws Exception {
        var reply = api.send(api.request("/v1/packets").header("X-Large", "x".repeat(20_000)).GET());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.get("detail").toString()).contains("headers are larger than 16 KB");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void pagesAreFullAndListEveryPacketOnceFromTheNewest(int limit) throws Exception {
        var emitted = new ArrayList<Object>();
        for (int i = 0; i < 7; i++) {
            emitted.addFirst("pkt-" + api.post("/v1/events", "application/json", RATE).get("number"));
        }

        var listed = new ArrayList<Object>();
        var page = api.get("/v1/packets?target=payroll&limit=" + limit);
        while (listed.size() < emitted.size()) {
            assertThat(page.list("packets")).hasSizeLessThanOrEqualTo(limit);
            if (page.get("before") != null) {
                assertThat(page.list("packets")).hasSize(limit);
            }
            page.list("packets").forEach(packet -> listed.add(packet.get("id")));
            if (listed.size() < emitted.size()) {
                page = api.get("/v1/packets?target=payroll&limit=" + limit + "&before=" + page.get("before"));
            }
        }

        assertThat(listed).startsWith(emitted.toArray()).doesNotHaveDuplicates();
    }

    @Test
    void packetsAreFoundByWhatIsKnownOfThem() throws Exception {
        var event = "{\"type\": \"rate.changed\", \"subject\": \"sought\", \"data\": {\"rate\": 1}}";
        var number = api.post("/v1/events?wait=30s", "application/json", event).get("number");
        api.post("/v1/events?wait=30s", "application/json", event.replace("sought", "other"));
        var all = "key=sought&target=payroll&type=rate.changed&state=SENT,DEAD&from=2026-01-01T00:00:00Z";

        assertThat(api.get("/v1/packets?" + all).list("packets")).singleElement()
                .satisfies(packet -> assertThat(packet).containsEntry("id", "pkt-" + number));
        assertThat(api.get("/v1/packets?event=" + number + "&" + all).list("packets")).hasSize(1);
        for (var wrong : List.of("key=sought&state=DEAD", "key=sought&type=a.b", "key=sought&to=2026-01-01T00:00:00Z",
                "key=sought&target=nobody", "key=nothing", "key=other&event=" + number)) {
            assertThat(api.get("/v1/packets?" + wrong).list("packets")).as(wrong).isEmpty();
        }
    }

    @Test
    void targetsAndSheetsAreListed() throws Exception {
        assertThat(api.get("/v1/targets").list("targets")).anySatisfy(target -> assertThat(target)
                .containsEntry("name", "payroll").containsEntry("connector", "Sink").containsEntry("state", "RUNNING"));
        assertThat(api.get("/v1/mappings").list("mappings")).singleElement().satisfies(sheet -> assertThat(sheet)
                .containsEntry("file", "rates.yaml").containsEntry("sourceEvent", "rate.changed")
                .containsEntry("live", true));
        assertThat(api.get("/v1/plugins").list("plugins")).isEmpty();
    }

    @Test
    void aSheetIsTriedOutOnAnEventAndNothingIsSent() throws Exception {
        var before = api.get("/v1/events").list("events").size();
        var inForce = api.post("/v1/mappings:try", "application/json",
                "{\"event\": {\"type\": \"rate.changed\", \"data\": {\"rate\": 68.00}}}");
        var own = api.post("/v1/mappings:try", "application/json", """
                {"event": {"type": "a.b", "data": {"x": "y"}},
                 "sheet": "source_event: a.b\\ntargets: {t: {map: {x: n}, convert: {n: {type: integer}}}}"}""");
        var bad = api.post("/v1/mappings:try", "application/json",
                "{\"event\": {\"type\": \"a\", \"data\": {}}, \"sheet\": \"x: y\"}");

        assertThat(inForce.list("packets")).singleElement().satisfies(p -> assertThat(ExactJson.writeString(p))
                .contains("\"sheet\":\"rates.yaml\"", "\"state\":\"QUEUED\"", "\"content\":{\"dailyRate\":68.00}"));
        assertThat(own.list("packets")).singleElement().satisfies(p -> assertThat(p).containsEntry("state", "DEAD")
                .containsEntry("detail", "sheet.yaml:2: the value cannot be converted: it is not a number"));
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.list("problems")).isNotEmpty();
        assertThat(api.post("/v1/mappings:try", "application/json", "{}").status()).isEqualTo(400);
        assertThat(api.get("/v1/mappings:try").header("Allow")).isEqualTo("POST");
        assertThat(api.get("/v1/events").list("events")).hasSize(before);
    }

    @Test
    void sheetsAreComparedAPartAtATime() throws Exception {
        api.post("/v1/events", "application/json", RATE);
        api.post("/v1/events", "application/json", RATE);
        var order = "{\"old\": \"source_event: rate.changed\\ntargets: {payroll: {map: {rate: dailyRate}}}\","
                + "\"new\": \"source_event: [rate.changed, b]\\ntargets: {payroll: {map: {rate: dailyRate}}}\"%s}";
        var all = api.post("/v1/mappings:diff", "application/json", order.formatted(""));
        var events = api.get("/v1/events").list("events");
        long last = (Long) events.getFirst().get("number");
        var rest = api.post("/v1/mappings:diff", "application/json",
                order.formatted(",\"after\":%d,\"upto\":%d".formatted(last - 1, last)));

        assertThat(all.body()).doesNotContainKeys("after", "upto").containsEntry("differences", List.of());
        assertThat((Long) all.get("events")).isGreaterThan(1);
        assertThat(rest.body()).containsEntry("events", 1L);
        assertThat(api.post("/v1/mappings:diff", "application/json", order.formatted(",\"limit\":101")).body())
                .containsEntry("detail", "limit: must be at most 100");
        assertThat(api.post("/v1/mappings:diff", "application/json", "{\"old\":\"x: y\",\"new\":\"x: y\"}")
                .list("problems")).isNotEmpty();
    }
}
