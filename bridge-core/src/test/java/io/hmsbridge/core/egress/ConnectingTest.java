package io.hmsbridge.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SendResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a target may connect to, and what it means when it cannot. */
class ConnectingTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress METADATA = InetAddress.ofLiteral("169.254.169.254");
    private static final EgressSettings LOCAL =
            new EgressSettings(AddressPolicy.allowing(List.of("127.0.0.0/8")), Duration.ofMillis(300), 1024);
    private static final EgressSettings PUBLIC = EgressSettings.of(AddressPolicy.PUBLIC_ONLY);

    private final AtomicReference<Lookup.Names> names = new AtomicReference<>(InetAddress::getAllByName);
    private final Egress egress = new Egress("test", Clock.systemUTC(), host -> names.get().addressesOf(host));
    private final TargetEgress local = egress.open(LOCAL);
    private RawServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RawServer(peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 204 No Content\r\n\r\n");
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        egress.close();
        server.close();
    }

    @Test
    void callsOneAfterAnotherShareAConnection() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(local.http().send(HttpCall.get(server.uri("/"))).status()).isEqualTo(204);
        }

        assertThat(server.accepted()).isEqualTo(1);
    }

    @Test
    void aRefusedConnectionIsRetried() throws IOException {
        server.close();

        assertThatSending(local.http(), server.uri("/v2/rates"), Kind.RETRY)
                .hasMessage("GET /v2/rates: 127.0.0.1:" + server.port() + " refuses connections");
    }

    @Test
    void anUnknownHostIsRetried() {
        names.set(host -> {
            throw new UnknownHostException(host);
        });

        assertThatSending(local.http(), URI.create("http://hr.example/v2/rates"), Kind.RETRY)
                .hasMessage("GET /v2/rates: hr.example is not a known host");
    }

    @Test
    void aLookupThatHangsIsRetriedWithinTheConnectTimeOut() {
        var hanging = new CountDownLatch(1);
        names.set(host -> {
            hanging.countDown();
            new CompletableFuture<>().join();
            return null;
        });

        assertThatSending(local.http(), URI.create("http://hr.example/v2/rates"), Kind.RETRY)
                .hasMessage("GET /v2/rates: hr.example was not found within 300 ms");
        assertThat(hanging.getCount()).isZero();
    }

    @Test
    void anInterruptEndsALookup() throws Exception {
        var hanging = new CountDownLatch(1);
        names.set(host -> {
            hanging.countDown();
            new CompletableFuture<>().join();
            return null;
        });
        var outcome = new CompletableFuture<Throwable>();
        var http = egress.open(PUBLIC).http();
        var call = HttpCall.get(URI.create("http://hr.example/"));
        var caller = Thread.ofVirtual().start(() -> outcome.complete(catchThrowable(() -> http.send(call))));
        hanging.await();

        caller.interrupt();

        assertThat(outcome.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aHostThatTakesNoConnectionIsRetriedWithinTheConnectTimeOut() throws IOException {
        try (var full = new ServerSocket(0, 1, LOOPBACK); var first = new Socket(); var second = new Socket()) {
            first.connect(full.getLocalSocketAddress());
            second.connect(full.getLocalSocketAddress());
            var peer = "127.0.0.1:" + full.getLocalPort();

            assertThatSending(local.http(), URI.create("http://" + peer + "/"), Kind.RETRY)
                    .hasMessage("GET /: no connection to " + peer + " within 300 ms");
            var hasty = HttpCall.get(URI.create("http://" + peer)).timeout(Duration.ofMillis(100));
            assertThatThrownBy(() -> local.http().send(hasty))
                    .hasMessage("GET /: no connection to " + peer + " within 100 ms");
        }
    }

    @Test
    void aForbiddenAddressIsATargetFaultAndNothingConnects() {
        var http = egress.open(PUBLIC).http();

        assertThatSending(http, server.uri("/v2/rates"), Kind.TARGET_FAULT)
                .hasMessage("GET /v2/rates: 127.0.0.1 is not a public address but in 127.0.0.0/8;"
                        + " allow its network in the target's settings");
        assertThat(server.accepted()).isZero();
    }

    @Test
    void onesPooledConnectionIsNotAnothers() throws Exception {
        local.http().send(HttpCall.get(server.uri("/")));

        assertThatSending(egress.open(PUBLIC).http(), server.uri("/"), Kind.TARGET_FAULT);
    }

    @Test
    void ofSeveralAddressesOnlyThePermittedOneIsUsed() throws Exception {
        names.set(host -> new InetAddress[] {METADATA, LOOPBACK});

        assertThat(local.http().send(HttpCall.get(named("/"))).status()).isEqualTo(204);
    }

    @Test
    void aNameThatChangesIsCheckedAtEveryConnect() throws Exception {
        names.set(host -> new InetAddress[] {LOOPBACK});
        assertThat(local.http().send(HttpCall.get(named("/"))).status()).isEqualTo(204);
        names.set(host -> new InetAddress[] {METADATA});

        var reopened = egress.open(LOCAL).http();

        assertThatSending(reopened, named("/"), Kind.TARGET_FAULT)
                .hasMessage("GET /: rebind.example is 169.254.169.254, which is in 169.254.0.0/16: connections"
                        + " there are always refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1", "127.0.1", "127.0.0.1.",
        "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[0:0:0:0:0:0:0:1]",
        "0", "[::]",
        "localhost", "LOCALHOST", "localhost."})
    void loopbackIsRefusedInAnySpelling(String host) throws IOException {
        var target = egress.open(PUBLIC);
        var uri = URI.create("http://" + host + ":" + server.port() + "/");

        // Some spellings are refused before any lookup, as no address or no host at all.
        assertThat(catchThrowable(() -> target.http().send(HttpCall.get(uri))))
                .isInstanceOfAny(SendException.class, IllegalArgumentException.class);
        assertThat(catchThrowable(() -> target.sockets().createSocket(host, server.port())))
                .isInstanceOf(UnknownHostException.class);
        assertThat(server.accepted()).isZero();
    }

    /** Far more than 60: not public, or never allowed, in decimal, octal, mapped, translated and tunnelled spellings. */
    static List<String> hostile() {
        var hostile = new ArrayList<String>();
        hostile.addAll(AddressPolicyTest.NOT_PUBLIC);
        hostile.addAll(AddressPolicyTest.NEVER);
        hostile.addAll(AddressPolicyTest.OTHER_SPELLINGS);
        return hostile;
    }

    @Test
    void noHostileAddressIsConnectedTo() {
        assertThat(hostile()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
        var target = egress.open(PUBLIC);
        for (var host : hostile()) {
            var authority = host.contains(":") ? "[" + host + "]" : host;
            assertThat(catchThrowable(
                    () -> target.http().send(HttpCall.get(URI.create("http://" + authority + ":" + server.port())))))
                    .as(host).satisfiesAnyOf(
                            thrown -> assertThat(thrown).isInstanceOfSatisfying(SendException.class, e -> assertThat(e)
                                    .satisfiesAnyOf(fault -> assertThat(fault.kind()).isEqualTo(Kind.TARGET_FAULT),
                                            unknown -> assertThat(unknown)
                                                    .hasMessageEndingWith("is not a known host"))),
                            thrown -> assertThat(thrown).isInstanceOf(IllegalArgumentException.class));
            assertThat(catchThrowable(() -> target.sockets().createSocket(host, server.port()))).as(host)
                    .isInstanceOf(UnknownHostException.class);
        }
        assertThat(server.accepted()).isZero();
    }

    @Test
    void noNameLeadsToAHostileAddress() throws Exception {
        for (var literal : hostile()) {
            if (AddressPolicyTest.OTHER_SPELLINGS.contains(literal)) {
                continue; // names have addresses, and those are not spelt
            }
            var addresses = InetAddress.getAllByName(literal);
            names.set(_ -> addresses);
            assertThatSending(egress.open(PUBLIC).http(), named("/"), Kind.TARGET_FAULT);
        }
        assertThat(server.accepted()).isZero();
    }

    @Test
    void aRedirectToAHostileAddressIsNotFollowed() throws Exception {
        try (var redirecting = new RawServer(peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data\r\n"
                        + "Content-Length: 0\r\n\r\n");
            }
        })) {
            var reply = local.http().send(HttpCall.get(redirecting.uri("/")));

            assertThat(reply.status()).isEqualTo(302);
            assertThat(reply.result()).isInstanceOf(SendResult.TargetFault.class);
        }
    }

    @Test
    void socketsConnectOnlyWhereAllowed() throws IOException {
        var forbidden = egress.open(PUBLIC).sockets();
        assertThatThrownBy(() -> forbidden.createSocket("127.0.0.1", server.port()))
                .isInstanceOf(ForbiddenAddressException.class);
        assertThatThrownBy(() -> forbidden.createSocket(LOOPBACK, server.port()))
                .isInstanceOf(ForbiddenAddressException.class);
        try (var socket = forbidden.createSocket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress(LOOPBACK, server.port())))
                    .isInstanceOf(ForbiddenAddressException.class);
            assertThatThrownBy(
                    () -> socket.connect(InetSocketAddress.createUnresolved("localhost", server.port()), 100))
                    .isInstanceOf(ForbiddenAddressException.class);
        }
        assertThat(server.accepted()).isZero();

        try (var socket = local.sockets().createSocket("127.0.0.1", server.port())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void aClosedTargetHasNoConnectionsLeft() throws Exception {
        var hungUp = new CountDownLatch(1);
        try (var watched = new RawServer(peer -> {
            peer.readRequest();
            peer.write("HTTP/1.1 204 No Content\r\n\r\n");
            if (!peer.readRequest()) {
                hungUp.countDown();
            }
        })) {
            local.http().send(HttpCall.get(watched.uri("/")));

            local.close();

            assertThat(hungUp.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    private URI named(String path) {
        return URI.create("http://rebind.example:" + server.port() + path);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertThatSending(Http http, URI uri, Kind kind) {
        return assertThatThrownBy(() -> http.send(HttpCall.get(uri)))
                .isInstanceOfSatisfying(SendException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
