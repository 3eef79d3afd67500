package io.hmsbridge.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a well-behaved server: what it gets, and what its answers mean. */
class CallsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    private record Request(String line, Headers headers, byte[] body) {}

    private final AtomicReference<Request> received = new AtomicReference<>();
    private final Egress egress = new Egress("1.2.3", CLOCK);
    private final Http http =
            egress.open(EgressSettings.of(AddressPolicy.allowing(List.of("127.0.0.0/8")))).http();
    private HttpServer server;
    private int status = 204;
    private Map<String, String> headers = Map.of();
    private byte[] answer = {};

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            received.set(new Request(line, exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            headers.forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        egress.close();
        server.stop(0);
    }

    @Test
    void aPatchArrivesExactlyAndItsReceiptNamesNoQuery() throws Exception {
        var rate = new BigDecimal("68.00000000000000000000000001");

        var call = HttpCall.patch(uri("/v2/rates?token=s3cret"));

        var reply = http.send(call.header("Idempotency-Key", "k1").json(Map.of("dailyRate", rate)));

        assertThat(reply.result()).isEqualTo(SendResult.delivered("PATCH /v2/rates 204"));
        var request = received.get();
        assertThat(request.line).isEqualTo("PATCH /v2/rates?token=s3cret");
        assertThat(request.body).asString().isEqualTo("{\"dailyRate\":68.00000000000000000000000001}");
        assertThat(request.headers.get("Content-Type")).containsExactly("application/json");
        assertThat(request.headers.get("User-Agent")).containsExactly("HMS-Bridge/1.2.3");
        assertThat(request.headers.get("Idempotency-Key")).containsExactly("k1");
        assertThat(request.headers).doesNotContainKeys("Accept-Encoding", "Upgrade", "Cookie", "Expect");
    }

    @Test
    void aConnectorsOwnContentTypeIsKept() throws Exception {
        http.send(HttpCall.patch(uri("/")).header("content-type", "application/merge-patch+json").json(Map.of()));

        assertThat(received.get().headers.get("Content-Type")).containsExactly("application/merge-patch+json");
    }

    @Test
    void anAnswerIsReadExactly() throws Exception {
        status = 200;
        headers = Map.of("ETag", "\"7\"");
        answer = "{\"rate\":9007199254740993,\"day\":68.00}".getBytes(StandardCharsets.UTF_8);

        var reply = http.send(HttpCall.get(uri("/v2/rates")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("etag")).hasValue("\"7\"");
        assertThat(reply.header("absent")).isEmpty();
        assertThat(reply.body()).isEqualTo(answer);
        assertThat(reply.json()).isEqualTo(Map.of("rate", 9007199254740993L, "day", new BigDecimal("68.00")));
    }

    @Test
    void anAnswerThatIsNotJsonIsRetriedWithoutQuotingIt() throws Exception {
        status = 200;
        answer = "<html>s3cret".getBytes(StandardCharsets.UTF_8);

        var reply = http.send(HttpCall.get(uri("/v2/rates")));

        assertThatThrownBy(reply::json)
                .isInstanceOfSatisfying(SendException.class,
                        e -> assertThat(e.kind()).isEqualTo(SendException.Kind.RETRY))
                .hasMessage("GET /v2/rates: the answer is not JSON")
                .hasStackTraceContaining("JsonProblem")
                .matches(e -> !e.getCause().getMessage().contains("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void successIsDelivered(int code) throws Exception {
        assertThat(resultOf(code)).isEqualTo(SendResult.delivered("GET /v2/rates " + code));
    }

    @ParameterizedTest
    @CsvSource({"408, PACKET", "425, PACKET", "429, TARGET", "500, PACKET", "502, PACKET", "503, TARGET",
        "599, PACKET"})
    void whatMayPassIsRetried(int code, Scope scope) throws Exception {
        headers = Map.of("Retry-After", "120");

        assertThat(resultOf(code))
                .isEqualTo(SendResult.retry(code + " from GET /v2/rates", Duration.ofMinutes(2), scope));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 300, 302, 304, 308})
    void whatAPersonMustMendIsATargetFault(int code) throws Exception {
        headers = Map.of("Location", uri("/elsewhere").toString(), "WWW-Authenticate", "Basic realm=x");

        assertThat(resultOf(code)).isInstanceOfSatisfying(SendResult.TargetFault.class,
                fault -> assertThat(fault.reason()).startsWith(code + " from GET /v2/rates"));
        assertThat(received.get().line).isEqualTo("GET /v2/rates");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 410, 418, 422})
    void whatWillNeverDoIsRejected(int code) throws Exception {
        assertThat(resultOf(code)).isEqualTo(SendResult.reject(code + " from GET /v2/rates"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120                             | PT2M
            0                               | PT0S
            Tue, 24 Nov 2026 12:00:30 GMT   | PT30S
            Tuesday, 24-Nov-26 12:00:30 GMT | PT30S
            Tue, 24 Nov 2026 11:00:00 GMT   | PT0S
            -5                              |
            99999999999999999999            |
            soon                            |
            """)
    void retryAfterIsSecondsOrADate(String value, Duration expected) throws Exception {
        headers = Map.of("Retry-After", value);

        assertThat(((SendResult.Retry) resultOf(503)).after().orElse(null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "content-length", "Transfer-Encoding", "CONNECTION", "Expect"})
    void headersThatSteerTheClientAreRefused(String name) {
        assertThatThrownBy(() -> http.send(HttpCall.get(uri("/v2/rates")).header(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GET /v2/rates: the header " + name + " is set by the bridge alone");
    }

    @Test
    void credentialsInAnAddressAreRefusedAndNotShown() {
        var call = HttpCall.get(URI.create("http://joe:s3cret@127.0.0.1:1/v2/rates"));

        assertThatThrownBy(() -> http.send(call)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void bytesArriveAsTheyAre() throws Exception {
        http.send(HttpCall.post(uri("/")).body(new byte[] {0, -1, 13}, "application/octet-stream"));

        assertThat(received.get().body).containsExactly(0, -1, 13);
        assertThat(received.get().headers.get("Content-Type")).containsExactly("application/octet-stream");
    }

    private SendResult resultOf(int code) throws SendException, InterruptedException {
        status = code;
        return http.send(HttpCall.get(uri("/v2/rates"))).result();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
