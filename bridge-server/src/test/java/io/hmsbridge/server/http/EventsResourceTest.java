package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.Reply;
import io.hmsbridge.server.support.ServedBridge;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsResourceTest {

    private static final String JSON = "application/json";
    private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";
    private static final String BATCH = "application/cloudevents-batch+json";

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

    @Test
    void aBareEventIsAcceptedUnderAnIdOfItsOwn() throws Exception {
        var reply = api.post("/v1/events", JSON, "{'type':'rate.changed','data':{'rate':68}}".replace('\'', '"'));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.get("id").toString()).isNotBlank();
        assertThat(reply.get("duplicate")).isEqualTo(false);
        assertThat(reply.list("packets")).singleElement()
                .satisfies(packet -> assertThat(packet).containsEntry("id", "pkt-" + reply.get("number"))
                        .containsEntry("target", "payroll"));
    }

    @Test
    void theAnswerWaitsForTheOutcomeIfAsked() throws Exception {
        var sent = api.post("/v1/events?wait=30s", STRUCTURED, event("wait-1", "68.50"));
        var dead = api.post("/v1/events?wait=30s", STRUCTURED, event("wait-2", "-1"));

        assertThat(sent.list("packets")).singleElement().satisfies(packet -> assertThat(packet)
                .containsEntry("state", "SENT").containsEntry("detail", "took it").containsKey("ms"));
        assertThat(dead.list("packets")).singleElement().satisfies(packet -> assertThat(packet)
                .containsEntry("state", "DEAD").containsEntry("terminal", true));
    }

    @Test
    void anEventThatNoSheetMatchesIsAcceptedAllTheSame() throws Exception {
        var reply = api.post("/v1/events?wait=1s", JSON, "{\"type\":\"nobody.cares\",\"data\":{}}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.list("packets")).isEmpty();
        assertThat(api.get("/v1/events?unmatched=true&limit=1").list("events")).singleElement()
                .satisfies(event -> assertThat(event)
                        .containsEntry("number", reply.get("number")).containsEntry("type", "nobody.cares")
                        .containsEntry("packets", 0L));
    }

    @Test
    void theSameEventAgainGetsTheFirstNumberAndOtherContentIsRefused() throws Exception {
        var first = api.post("/v1/events", STRUCTURED, event("same", "1"));
        var again = api.post("/v1/events", STRUCTURED, event("same", "1"));
        var other = api.post("/v1/events", STRUCTURED, event("same", "2"));

        assertThat(again.get("number")).isEqualTo(first.get("number"));
        assertThat(again.get("duplicate")).isEqualTo(true);
        assertProblem(other, 409, "BRG-1005");
    }

    @Test
    void aBatchIsAnsweredAsAListInItsOrder() throws Exception {
        var reply = api.post("/v1/events", BATCH, "[" + event("b-1", "1") + "," + event("b-2", "2") + "]");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.list("events")).extracting(event -> event.get("id")).containsExactly("b-1", "b-2");
    }

    @Test
    void oneBadEventRefusesItsWholeBatch() throws Exception {
        var refused = api.post("/v1/events", BATCH, "[" + event("whole-1", "1") + ",{\"type\":\"\"}]");
        var later = api.post("/v1/events", BATCH, "[" + event("whole-1", "2") + "]");

        assertProblem(refused, 400, "BRG-1002");
        assertThat(refused.get("detail").toString()).contains("$[1]");
        assertThat(later.list("events")).singleElement()
                .satisfies(event -> assertThat(event).containsEntry("duplicate", false));
    }

    @Test
    void binaryModeTakesAttributesFromPercentEncodedHeaders() throws Exception {
        var reply = api.post("/v1/events?wait=30s", JSON, "{\"rate\":5}", "ce-specversion", "1.0", "ce-type",
                "rate.changed",
                "ce-source", "/hr", "ce-id", "bin%20%C3%BC%25+");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.get("id")).isEqualTo("bin ü%+");
        assertThat(reply.list("packets")).singleElement()
                .satisfies(packet -> assertThat(packet).containsEntry("state", "SENT"));
    }

    @ParameterizedTest
    @CsvSource({"ce-id,a%2,%", "ce-id,a%C3,UTF-8", "ce-subject,%00,", "ce-specversion,0.3,specversion"})
    void binaryModeRefusesABadHeader(String name, String value, String named) throws Exception {
        var headers = new String[] {"ce-type", "rate.changed", "ce-source", "/hr",
            "ce-id".equals(name) ? "ce-time" : "ce-id", "2026-11-24T00:00:00Z",
            "ce-specversion".equals(name) ? "ce-subject" : "ce-specversion", "1.0", name, value};

        var reply = api.post("/v1/events", JSON, "{\"rate\":5}", headers);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.get("detail").toString()).contains(named == null ? "" : named);
    }

    @Test
    void malformedJsonIsRefusedWithItsPlace() throws Exception {
        var reply = api.post("/v1/events", JSON, "{\"type\":\"a\",\n \"data\":{\"x\":01}}");

        assertProblem(reply, 400, "BRG-1001");
        assertThat(reply.body()).containsEntry("path", "$.data.x").containsEntry("line", 2L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`{\"data\":{}}` | $.type",
        "`{\"type\":\"a\"}` | $.data",
        "`{\"type\":\"a\",\"data\":[]}` | $.data",
        "`{\"type\":\"a\",\"data\":{},\"number\":7}` | $.number",
        "`{\"type\":\"a\\u0000\",\"data\":{}}` | $.type",
        "`{\"type\":\"a\",\"data\":{\"x\":\"\\ud800\"}}` | $.data.x",
        "`[]` | $"})
    void aBadEventIsRefusedByTheNameOfItsField(String body, String field) throws Exception {
        var reply = api.post("/v1/events", JSON, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.get("detail").toString()).startsWith(field);
    }

    @Test
    void aBodyOverTheLimitIsRefusedHoweverItIsFramed() throws Exception {
        var body = ("\"" + "x".repeat(ServedBridge.BODY_LIMIT) + "\"").getBytes(StandardCharsets.US_ASCII);

        var withLength = api.post("/v1/events", JSON, BodyPublishers.ofByteArray(body));
        var chunked = api.post("/v1/events", JSON, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertProblem(withLength, 413, "BRG-1003");
        assertProblem(chunked, 413, "BRG-1003");
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/json; charset=latin1", "application/xml", "nonsense"})
    void anotherMediaTypeIsRefused(String type) throws Exception {
        var reply = api.post("/v1/events", type, event("media", "1"));

        assertProblem(reply, 415, "BRG-1004");
        assertThat(reply.header("Accept-Post")).contains("application/cloudevents+json");
    }

    @Test
    void aCompressedBodyIsRefused() throws Exception {
        var reply = api.post("/v1/events", JSON, event("gzip", "1"), "Content-Encoding", "gzip");

        assertProblem(reply, 415, "BRG-1004");
    }

    private static String event(String id, String rate) {
        return """
                {"specversion":"1.0","id":"%s","source":"/hr","type":"rate.changed","time":"2026-11-24T08:00:00Z",\
                "data":{"rate":%s}}""".formatted(id, rate);
    }

    private static void assertProblem(Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.body()).containsEntry("code", code).containsEntry("status", (long) status)
                .containsKeys("type", "title", "detail", "mend");
    }
}
