package io.hmsbridge.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that answer badly, late or never, after they have the request. */
class HostileAnswersTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String MUCH = "x".repeat(1 << 16);

    private final Egress egress = new Egress("test", Clock.systemUTC());
    private final Http http =
            egress.open(EgressSettings.of(AddressPolicy.allowing(List.of("127.0.0.0/8")))).http();

    @AfterEach
    void close() {
        egress.close();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                answer("silence", "no answer within 250 ms", peer -> peer.closed().await()),
                answer("slow status line", "no answer within 250 ms", peer -> peer.writeForEver("H", 10)),
                answer("slow headers", "no answer within 250 ms", peer -> {
                    peer.write(OK);
                    peer.writeForEver("X-Slow: 1\r\n", 10);
                }),
                answer("slow body", "no answer within 250 ms", peer -> {
                    peer.write(OK + "Content-Length: 1000\r\n\r\n");
                    peer.writeForEver("x", 10);
                }),
                answer("slow chunks", "no answer within 250 ms", peer -> {
                    peer.write(OK + "Transfer-Encoding: chunked\r\n\r\n");
                    peer.writeForEver("1\r\nx\r\n", 10);
                }),
                answer("endless 100", "no answer within 250 ms",
                        peer -> peer.writeForEver("HTTP/1.1 100 Continue\r\n\r\n", 1)),
                answer("endless body", "the answer is longer than 1 MiB", peer -> {
                    peer.write(OK + "\r\n");
                    peer.writeForEver(MUCH, 0);
                }),
                answer("endless chunks", "the answer is longer than 1 MiB", peer -> {
                    peer.write(OK + "Transfer-Encoding: chunked\r\n\r\n");
                    peer.writeForEver("10000\r\n" + MUCH + "\r\n", 0);
                }),
                answer("long body, announced", "the answer is longer than 1 MiB", peer -> {
                    peer.write(OK + "Content-Length: 10000000000\r\n\r\n");
                    peer.writeForEver(MUCH, 0);
                }),
                answer("endless header", "the answer is not HTTP or its headers are too long", peer -> {
                    peer.write(OK + "X-Long: ");
                    peer.writeForEver(MUCH, 0);
                }),
                answer("endless headers", "the answer is not HTTP or its headers are too long", peer -> {
                    peer.write(OK);
                    peer.writeForEver("X-Many: 1\r\n", 0);
                }),
                answer("no answer", "the connection was closed without an answer", peer -> {}),
                answer("half a body", "the answer broke off",
                        peer -> peer.write(OK + "Content-Length: 100\r\n\r\nhalf")),
                answer("half a chunk", "the answer broke off",
                        peer -> peer.write(OK + "Transfer-Encoding: chunked\r\n\r\n10\r\nhalf")),
                answer("garbage", "the answer is not HTTP or its headers are too long",
                        peer -> peer.write("s3cret\0\1\2\r\n\r\n".repeat(100))),
                answer("bad header", "the answer is not HTTP", peer -> peer.write(OK + "s3cret without colon\r\n\r\n")),
                answer("bad chunk", "the answer is not HTTP",
                        peer -> peer.write(OK + "Transfer-Encoding: chunked\r\n\r\ns3cret\r\n\r\n")),
                answer("bad length", "the answer is not HTTP",
                        peer -> peer.write(OK + "Content-Length: s3cret\r\n\r\n")),
                answer("reset", "the connection broke before the answer was complete (SocketException)",
                        RawServer.Peer::reset));
    }

    private static Arguments answer(String name, String expected, RawServer.Script script) {
        return Arguments.of(name, expected, script);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void isNeverCalledFailedAndNeverOutlastsItsTime(String name, String expected, RawServer.Script script)
            throws Exception {
        try (var server = new RawServer(peer -> {
            peer.readRequest();
            script.play(peer);
        })) {
            var call = HttpCall.get(server.uri("/v2/rates?token=s3cret")).timeout(Duration.ofMillis(250));
            long start = System.nanoTime();

            var failure = catchThrowableOfType(SendException.class, () -> http.send(call));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(failure).hasMessage("GET /v2/rates: " + expected);
            assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(failure.getCause() == null ? "" : failure.getCause().toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void aPooledConnectionThatDiesUnderARequestLeavesTheOutcomeUnknown() throws Exception {
        try (var server = new RawServer(peer -> {
            peer.readRequest();
            peer.write("HTTP/1.1 204 No Content\r\n\r\n");
            peer.readRequest();
        })) {
            var call = HttpCall.get(server.uri("/v2/rates"));
            assertThat(http.send(call).status()).isEqualTo(204);

            assertThatThrownBy(() -> http.send(call))
                    .isInstanceOfSatisfying(SendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN))
                    .hasMessage("GET /v2/rates: the connection was closed without an answer");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptEndsTheCallAndItsConnection() throws Exception {
        var requested = new CountDownLatch(1);
        var hungUp = new CountDownLatch(1);
        try (var server = new RawServer(peer -> {
            peer.readRequest();
            requested.countDown();
            if (!peer.readRequest()) {
                hungUp.countDown();
            }
        })) {
            var outcome = new CompletableFuture<Throwable>();
            var call = HttpCall.get(server.uri("/")).timeout(Duration.ofMinutes(1));
            var caller = Thread.ofVirtual().start(() -> outcome.complete(catchThrowable(() -> http.send(call))));
            requested.await();

            caller.interrupt();

            assertThat(outcome.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(hungUp.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCallThatIsCutOffNeverSpoilsAnother() throws Exception {
        var requests = new AtomicInteger();
        try (var server = new RawServer(peer -> {
            var in = new BufferedReader(new InputStreamReader(peer.socket().getInputStream(), StandardCharsets.UTF_8));
            for (String line; (line = in.readLine()) != null;) {
                var path = line.split(" ")[1];
                while (!in.readLine().isEmpty()) {
                    continue;
                }
                peer.closed().await(requests.incrementAndGet() * 7L % 60, TimeUnit.MILLISECONDS);
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
            }
        }); var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answered = new AtomicInteger();
            var cutOff = new AtomicInteger();
            var running = new ArrayList<Future<?>>();
            for (int caller = 0; caller < 8; caller++) {
                var prefix = "/" + caller + "/";
                running.add(callers.submit(() -> {
                    for (int i = 0; i < 30; i++) {
                        try {
                            var reply = http.send(HttpCall.get(server.uri(prefix + i)).timeout(Duration.ofMillis(35)));
                            answered.addAndGet(
                                    new String(reply.body(), StandardCharsets.UTF_8).equals(prefix + i) ? 1 : 1000);
                        } catch (SendException e) {
                            cutOff.addAndGet(e.getMessage().contains("within 35 ms") ? 1 : 1000);
                        }
                    }
                    return null;
                }));
            }
            for (var caller : running) {
                caller.get(20, TimeUnit.SECONDS);
            }

            assertThat(answered.get() + cutOff.get()).isEqualTo(240);
            assertThat(answered).hasPositiveValue();
            assertThat(cutOff).hasPositiveValue();
        }
    }
}
