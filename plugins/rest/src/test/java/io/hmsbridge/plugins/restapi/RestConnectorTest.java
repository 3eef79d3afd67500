package io.hmsbridge.plugins.restapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.ReadableTarget;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.Answer;
import io.hmsbridge.testkit.ReceivedCall;
import io.hmsbridge.testkit.RecordingHttpServer;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestConnectorTest {

    private static final String KEY = Base64.getEncoder().encodeToString("a-signing-key".getBytes(UTF_8));
    private static final String OLD_KEY = Base64.getEncoder().encodeToString("the-key-before".getBytes(UTF_8));

    private final RestConnectorFactory factory = new RestConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);
    private RecordingHttpServer api;

    @BeforeEach
    void start() throws Exception {
        api = RecordingHttpServer.start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void methodPathAndHeadersTakeFieldsOfThePacket() throws Exception {
        var result = send(Map.of("op", "PUT", "grade", "E5/ne ü?#", "rate", new BigDecimal("68.00"),
                "who", Map.of("unit", "Straße")),
                Map.of("method", "{op}", "path", "/rates/{grade}?dry={rate}&of={$event_type}",
                        "headers", Map.of("X-Unit", "unit {who.unit}"), "omit", List.of("op", "grade", "who")));

        assertThat(api.last()).hasToString(
                "PUT /api/rates/E5%2Fne%20%C3%BC%3F%23?dry=68.00&of=test.happened {\"rate\":68.00}");
        assertThat(api.last().header("X-Unit")).contains("unit Stra%C3%9Fe");
        assertThat(result).as("no content in a receipt").isEqualTo(
                SendResult.delivered("PUT /api/rates/{grade} 204"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../admin", "..\\admin", "//evil.example/", "@evil.example", "a\r\nX-Evil: 1", "a\nb",
        "%2e%2e%2fadmin", "?admin=1", "#x", ";x=/..", "\u0000", ".evil.example", ":80"})
    void noValueLeavesItsPlace(String hostile) throws Exception {
        send(Map.of("v", hostile), Map.of("path", "/rates/{v}", "headers", Map.of("X-Value", "{v}"), "omit", "v"));

        var encoded = api.last().target().substring("/api/rates/".length());
        assertThat(encoded).doesNotContain("/", "?", "#", "@", ":", ";", "\\")
                .matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})+");
        assertThat(java.net.URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8))
                .isEqualTo(hostile);
        assertThat(api.last().header("X-Evil")).isEmpty();
        assertThat(api.last().header("Host")).contains(api.uri().getAuthority());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", ""})
    void aStepToAnotherPlaceIsRejectedBeforeAnythingIsSent(String step) throws Exception {
        assertThat(send(Map.of("v", step), Map.of("path", "/rates/{v}/x"))).isInstanceOf(SendResult.Reject.class);
        assertThat(api.received()).isEmpty();
    }

    @Test
    void whatATemplateNeedsAndThePacketLacksIsNamed() throws Exception {
        assertThat(send(Map.of("rate", 1), Map.of("path", "/rates/{grade}"))).isEqualTo(
                SendResult.reject("the field 'grade' is needed, but the packet has none"));
        assertThat(send(Map.of("op", "TRACE s3cret"), Map.of("method", "{op}"))).isEqualTo(
                SendResult.reject("the method must be one of POST, PUT, PATCH and DELETE"));
        assertThat(send(Map.of(), Map.of("path", "/rates/{$kye}"))).asString()
                .contains("the sheet's `with` does not do: '/rates/{$kye}': there is no {$kye}; use one of $event_id");
        assertThat(send(Map.of(), Map.of("retry", "5x"))).asString().contains("'5x' is no status");
        assertThat(send(Map.of(), Map.of("headers", Map.of("Host", "evil.example")))).isEqualTo(
                SendResult.reject("POST /api/: the header Host is set by the bridge alone"));
    }

    @Test
    void fieldsGoAsXmlWithNothingLost() throws Exception {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rate", new BigDecimal("68.00"));
        fields.put("gone", null);
        fields.put("who", Map.of("name", "<Zoë & \"Co\">"));
        fields.put("day", List.of(1, 2));
        send(fields, Map.of("body", "xml", "xml_root", "change"));

        assertThat(api.last().header("Content-Type")).contains("application/xml");
        assertThat(api.last().text()).isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<change xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><rate>68.00</rate>"
                + "<gone xsi:nil=\"true\"></gone><who><name>&lt;Zoë &amp; \"Co\"&gt;</name></who>"
                + "<day>1</day><day>2</day></change>");

        assertThat(send(Map.of("a b", 1), Map.of("body", "xml"))).isInstanceOf(SendResult.Reject.class);
        assertThat(send(Map.of("a", "\u0001"), Map.of("body", "xml"))).isInstanceOf(SendResult.Reject.class);
    }

    @Test
    void fieldsGoAsAForm() throws Exception {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rate", new BigDecimal("68.00"));
        fields.put("name", "Zoë & Co=1");
        fields.put("day", List.of(1, 2));
        fields.put("gone", null);
        send(fields, Map.of("body", "form"));

        assertThat(api.last().text()).isEqualTo("rate=68.00&name=Zo%C3%AB+%26+Co%3D1&day=1&day=2&gone=");
        assertThat(api.last().header("Content-Type")).contains("application/x-www-form-urlencoded");
        assertThat(send(Map.of("m", Map.of()), Map.of("body", "form"))).isInstanceOf(SendResult.Reject.class);
    }

    @Test
    void aPatchGoesUnderItsMediaTypeAndADeleteWithoutABody() throws Exception {
        var plain = packets.of(Map.of());
        var content = new HashMap<String, Object>();
        content.put("rate", null);
        var merge = new Packet(plain.id(), plain.idempotencyKey(), plain.origin(), plain.key(), plain.sequence(), 1,
                Packet.Form.MERGE_PATCH, content, plain.with(),
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        try (var context = context(Map.of()); var connector = factory.create(context)) {
            connector.send(merge);
        }
        assertThat(api.last().text()).isEqualTo("{\"rate\":null}");
        assertThat(api.last().headers().get("Content-type")).containsExactly("application/merge-patch+json");
        assertThat(api.last().header("traceparent")).get(STRING).startsWith("00-4bf9");

        send(Map.of("id", 7), Map.of("method", "DELETE", "path", "/rates/{id}", "body", "none"));
        assertThat(api.last()).hasToString("DELETE /api/rates/7");
        assertThat(api.last().header("Content-Type")).isEmpty();
    }

    @Test
    void everyLoginIsSentAsItsStandardSays() throws Exception {
        send(Map.of(), Map.of(), Map.of("auth", "basic", "user", "Zoë", "password", "p:w"));
        assertThat(api.last().header("Authorization")).contains("Basic "
                + Base64.getEncoder().encodeToString("Zoë:p:w".getBytes(UTF_8)));

        send(Map.of(), Map.of(), Map.of("auth", "bearer", "token", "t0k"));
        assertThat(api.last().header("Authorization")).contains("Bearer t0k");

        send(Map.of(), Map.of(), Map.of("auth", "api_key", "api_key", "k3y", "api_key_name", "Api-Token"));
        assertThat(api.last().header("Api-Token")).contains("k3y");

        var result = send(Map.of(), Map.of("path", "/x?a=1"),
                Map.of("auth", "api_key", "api_key", "k&y", "api_key_in", "query", "api_key_name", "key"));
        assertThat(api.last().target()).isEqualTo("/api/x?a=1&key=k%26y");
        assertThat(result).asString().doesNotContain("k%26y");
    }

    @Test
    void allThatALoginLacksIsToldAtOnce() throws Exception {
        try (var context = context(Map.of("auth", "oauth2", "base", "ftp://x.example", "signing_secret", "whsec_!"))) {
            assertThatThrownBy(() -> factory.create(context)).isInstanceOfSatisfying(SettingsException.class,
                    e -> assertThat(e.problems()).extracting(SettingsException.Problem::setting)
                            .containsExactlyInAnyOrder(
                                    "base", "token_url", "client_id", "client_secret", "signing_secret"))
                    .hasMessageNotContaining("whsec_!");
        }
    }

    @Test
    void aTokenIsFetchedOnceAndAnewWhenItIsRefused() throws Exception {
        var issued = new AtomicInteger();
        var good = new java.util.concurrent.atomic.AtomicReference<>("token-1");
        api.answer(call -> switch (call.target()) {
            case "/token" -> Answer.status(200)
                    .json("{\"access_token\":\"token-" + issued.incrementAndGet() + "\",\"expires_in\":3600}");
            default ->
                    Answer.status(call.header("Authorization").equals(Optional.of("Bearer " + good.get())) ? 204 : 401);
        });
        try (var context = context(oauth());
                var connector = factory.create(context);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var packet = packets.of(Map.of());
            var sends =
                    IntStream.range(0, 20).mapToObj(_ -> (Callable<SendResult>) () -> connector.send(packet)).toList();
            for (var sent : threads.invokeAll(sends)) {
                assertThat(sent.get()).isInstanceOf(SendResult.Delivered.class);
            }
            assertThat(issued).hasValue(1);
            var fetch = api.received().getFirst();
            assertThat(fetch.text()).isEqualTo("grant_type=client_credentials&scope=rates.write");
            assertThat(fetch.header("Authorization")).contains("Basic "
                    + Base64.getEncoder().encodeToString("bridge:s3c%2Fret".getBytes(UTF_8)));

            good.set("token-2");
            assertThat(connector.send(packet)).isInstanceOf(SendResult.Delivered.class);
            assertThat(issued).hasValue(2);

            good.set("none");
            assertThat(connector.send(packet)).isInstanceOf(SendResult.TargetFault.class);
            assertThat(issued).as("a refused login is tried once more, not for ever").hasValue(3);
        }
    }

    @Test
    void aTokenThatHasEndedIsFetchedAnew() throws Exception {
        var issued = new AtomicInteger();
        api.answer(call -> call.target().equals("/token")
                ? Answer.status(200).json("{\"access_token\":\"t" + issued.incrementAndGet() + "\",\"expires_in\":0}")
                : Answer.status(204));
        try (var context = context(oauth()); var connector = factory.create(context)) {
            connector.send(packets.of(Map.of()));
            connector.send(packets.of(Map.of()));
        }
        assertThat(issued).hasValue(2);
        assertThat(api.last().header("Authorization")).contains("Bearer t2");
    }

    @Test
    void aTokenThatCannotBeHadTellsWhoMustAct() throws Exception {
        api.answer(Answer.status(401).json("{\"error\":\"invalid_client\"}"));
        assertThatThrownBy(() -> send(Map.of(), Map.of(), oauth())).isInstanceOfSatisfying(SendException.class,
                e -> assertThat(e.kind()).isEqualTo(SendException.Kind.TARGET_FAULT))
                .hasMessage("no token: 401 from POST /token; check client_id, client_secret and scope");

        api.answer(Answer.status(503));
        assertThatThrownBy(() -> send(Map.of(), Map.of(), oauth())).isInstanceOfSatisfying(SendException.class,
                e -> assertThat(e.kind()).isEqualTo(SendException.Kind.RETRY));

        api.answer(Answer.none());
        assertThatThrownBy(() -> send(Map.of(), Map.of(), oauth())).isInstanceOfSatisfying(SendException.class,
                e -> assertThat(e.kind()).as("the packet was never sent").isEqualTo(SendException.Kind.RETRY));
    }

    @Test
    void callsAreSignedByBothSecretsOverTheBytesSent() throws Exception {
        send(Map.of("name", "Zoë \"\n", "rate", new BigDecimal("1E+3")), Map.of(),
                Map.of("signing_secret", "whsec_" + KEY, "signing_secret_previous", "whsec_" + OLD_KEY));

        var call = api.last();
        assertThat(call.header("webhook-id")).isEqualTo(call.header("Idempotency-Key"));
        assertThat(call.header("webhook-signature").orElseThrow().split(" "))
                .containsExactly(signature(KEY, call), signature(OLD_KEY, call));
        assertThat(call.text()).contains("\"rate\":1000").contains("\"name\":\"Zoë \\\"\\u000a\"");
    }

    @Test
    void aVersionIsSentAsIfMatchAndAPacketThatComesTooLateIsRejected() throws Exception {
        api.answer(Answer.status(412));
        var result = send(Map.of("version", 7, "rate", 68), Map.of("if_match", "{version}", "omit", "version"));

        assertThat(api.last().header("If-Match")).contains("\"7\"");
        assertThat(api.last().text()).isEqualTo("{\"rate\":68}");
        assertThat(result).isEqualTo(SendResult.reject("412 from POST /api/"));
    }

    @Test
    void statusesMeanWhatTheSheetSays() throws Exception {
        var sets = Map.<String, Object>of("success", List.of("304"), "already_had", List.of("409"), "retry",
                List.of("404", "423"), "reject", List.of("5xx"));

        assertThat(answered(Answer.status(304), sets)).isEqualTo(SendResult.delivered("POST /api/ 304"));
        assertThat(answered(Answer.status(409), sets)).isEqualTo(SendResult.alreadyHad("POST /api/ 409"));
        assertThat(answered(Answer.status(500), sets)).isEqualTo(SendResult.reject("500 from POST /api/"));
        assertThat(answered(Answer.status(423).header("Retry-After", "7"), sets)).isEqualTo(
                SendResult.retry("423 from POST /api/", Duration.ofSeconds(7), SendResult.Scope.PACKET));
        assertThat(answered(Answer.status(404).header("Retry-After", "Mon, 07 Dec 2009 12:00:00 GMT"), sets)).isEqualTo(
                SendResult.retry("404 from POST /api/", Duration.ZERO, SendResult.Scope.PACKET));
        assertThat(answered(Answer.status(404).header("Retry-After", "soon"), sets))
                .isEqualTo(SendResult.retry("404 from POST /api/"));
        for (int fault : new int[] {401, 403, 407, 302}) {
            assertThat(answered(Answer.status(fault), sets)).isInstanceOf(SendResult.TargetFault.class);
        }
    }

    @Test
    void aFieldOfTheAnswerIsTheReceipt() throws Exception {
        var with = Map.<String, Object>of("receipt", "order.id");

        assertThat(answered(Answer.status(201).json("{\"order\":{\"id\":\"A\\n17\"},\"secret\":1}"), with))
                .isEqualTo(SendResult.delivered("POST /api/ 201 order.id=A 17"));
        assertThat(answered(Answer.status(201).json("{\"order\":[]}"), with))
                .isEqualTo(SendResult.delivered("POST /api/ 201"));
        assertThat(answered(new Answer(201, Map.of("Content-Type", "text/xml"), "<r><order><id>17</id></order></r>"),
                with))
                .isEqualTo(SendResult.delivered("POST /api/ 201 order.id=17"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r><order><id>&x;</id></order></r>",
        "<!DOCTYPE r SYSTEM 'http://127.0.0.1/x.dtd'><r><order><id>1</id></order></r>", "<r>", "no xml"})
    void xmlWithADocumentTypeIsNotRead(String xml) throws Exception {
        assertThat(answered(new Answer(201, Map.of("Content-Type", "text/xml"), xml), Map.of("receipt", "order.id")))
                .isEqualTo(SendResult.delivered("POST /api/ 201"));
    }

    @Test
    void aKeysValuesAreReadBack() throws Exception {
        api.answer(Answer.status(200).json("{\"rate\":68.00}"));
        try (var context = context(Map.of()); var connector = factory.create(context)) {
            var readable = (ReadableTarget) connector;
            var with = packets.of(Map.of(), Map.of("read", "/rates/{$key}")).with();

            assertThat(readable.read("a/b", with)).contains(Map.of("rate", new BigDecimal("68.00")));
            assertThat(api.last()).hasToString("GET /api/rates/a%2Fb");
            api.answer(Answer.status(403));
            assertThatThrownBy(() -> readable.read("a", with)).isInstanceOfSatisfying(SendException.class,
                    e -> assertThat(e.kind()).isEqualTo(SendException.Kind.TARGET_FAULT));
            assertThatThrownBy(() -> readable.read("a", packets.of(Map.of()).with())).hasMessageContaining("`read`");
        }
    }

    @Test
    void aPreviewShowsTheRequestWithoutItsLogin() throws Exception {
        try (var context = context(Map.of("auth", "bearer", "token", "t0k")); var connector = factory.create(context)) {
            assertThat(((Previewing) connector).preview(packets.of(Map.of("rate", 68), Map.of("path", "/rates"))))
                    .isEqualTo("POST " + api.uri() + "/api/rates\nIdempotency-Key: test/pkt-1\n"
                            + "Content-Type: application/json\n\n{\"rate\":68}");
        }
        assertThat(api.received()).isEmpty();
    }

    private Map<String, Object> oauth() {
        return Map.of("auth", "oauth2", "token_url", api.uri() + "/token", "client_id", "bridge", "client_secret",
                "s3c/ret", "scope", "rates.write", "timeout", "300ms");
    }

    private SendResult answered(Answer answer, Map<String, Object> with) throws Exception {
        api.answer(answer);
        return send(Map.of(), with);
    }

    private SendResult send(Map<String, ?> fields, Map<String, ?> with) throws Exception {
        return send(fields, with, Map.of());
    }

    private SendResult send(Map<String, ?> fields, Map<String, ?> with, Map<String, ?> settings) throws Exception {
        try (var context = context(settings); var connector = factory.create(context)) {
            return connector.send(packets.of(fields, with));
        }
    }

    private TestContext context(Map<String, ?> settings) throws SettingsException {
        var written = new HashMap<String, Object>(Map.of("base", api.uri() + "/api"));
        written.putAll(settings);
        return TestContext.of(factory, written);
    }

    private static String signature(String key, ReceivedCall call) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
        for (var part : Arrays.asList(call.header("webhook-id"), call.header("webhook-timestamp"))) {
            mac.update((part.orElseThrow() + ".").getBytes(UTF_8));
        }
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(call.body()));
    }
}
