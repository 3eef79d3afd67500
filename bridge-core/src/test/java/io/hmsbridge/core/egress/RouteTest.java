package io.hmsbridge.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets behind a proxy, of a private authority, or that want our certificate. */
class RouteTest {

    private static final Secret PASSWORD = new Secret("changeit");
    private static final String LOGIN = "Basic "
            + Base64.getEncoder().encodeToString("bridge:s3cret".getBytes(StandardCharsets.UTF_8));
    private static final AddressPolicy LOCAL = AddressPolicy.allowing(List.of("127.0.0.0/8"));

    @TempDir
    private static Path folder;

    private final Egress egress = new Egress("test", Clock.systemUTC());
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Queue<String> atProxy = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        keytool("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext",
                "san=ip:127.0.0.1", "-keystore", file("server.p12"));
        keytool("-exportcert", "-alias", "server", "-rfc", "-keystore", file("server.p12"), "-file",
                file("server.pem"));
        keytool("-genkeypair", "-alias", "client", "-keyalg", "EC", "-dname", "CN=bridge", "-keystore",
                file("client.p12"));
        keytool("-exportcert", "-alias", "client", "-rfc", "-keystore", file("client.p12"), "-file",
                file("client.pem"));
    }

    @AfterEach
    void close() throws Exception {
        egress.close();
        for (var part : parts) {
            part.close();
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedAloneWhereItIsSet() throws Exception {
        var server = secured(false);

        assertThat(by(new Route(Optional.empty(), trusting("server.pem", Optional.empty()))).send(get(server)).status())
                .isEqualTo(204);
        assertFault(by(new Route(Optional.empty(), trusting("client.pem", Optional.empty()))), server);
        assertFault(by(Route.DIRECT), server);
    }

    @Test
    void aTargetThatWantsOurCertificateGetsIt() throws Exception {
        var server = secured(true);
        var client = Optional.of(new Tls.ClientCertificate(folder.resolve("client.p12"), PASSWORD));

        assertThat(by(new Route(Optional.empty(), trusting("server.pem", client))).send(get(server)).status())
                .isEqualTo(204);
        // Whether its alert comes before the connection breaks is up to the network: a fault, or unknown.
        var without = by(new Route(Optional.empty(), trusting("server.pem", Optional.empty())));
        assertThatThrownBy(() -> without.send(get(server))).isInstanceOf(SendException.class);
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> trusting("none.pem", Optional.empty()).context())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("none.pem: there is no such file");
        assertThatThrownBy(() -> trusting("empty.pem", Optional.empty()).context())
                .hasMessageContaining("have no certificate in PEM");
        assertThatThrownBy(() -> trusting("server.pem",
                Optional.of(new Tls.ClientCertificate(folder.resolve("client.p12"), new Secret("wr0ng")))).context())
                .hasMessageContaining("client.p12 cannot be read").hasMessageNotContaining("wr0ng");
    }

    @Test
    void aPlainCallIsHandedToTheProxyWithOurLogin() throws Exception {
        try (var target = new RawServer(peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 204 No Content\r\n\r\n");
            }
        })) {
            var http = by(new Route(Optional.of(proxy(true)), Tls.USUAL));

            assertThat(http.send(HttpCall.get(target.uri("/rates"))).status()).isEqualTo(204);
            assertThat(atProxy).last().asString()
                    .startsWith("GET http://127.0.0.1:" + target.port() + "/rates HTTP/1.1")
                    .contains("Proxy-Authorization: " + LOGIN);
        }
    }

    @Test
    void aSecuredCallTunnelsThroughTheProxy() throws Exception {
        var server = secured(false);
        var http = by(new Route(Optional.of(proxy(true)), trusting("server.pem", Optional.empty())));

        assertThat(http.send(get(server)).status()).isEqualTo(204);
        assertThat(atProxy).last().asString().startsWith("CONNECT " + server.getAuthority() + " HTTP/1.1")
                .contains("Proxy-Authorization: " + LOGIN);
    }

    @Test
    void aProxyThatRefusesOurLoginIsATargetFault() throws Exception {
        var server = secured(false);

        assertThatThrownBy(() -> by(new Route(Optional.of(proxy(false)), trusting("server.pem", Optional.empty())))
                .send(get(server)))
                .isInstanceOfSatisfying(SendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TARGET_FAULT))
                .hasMessage("GET /rates: no connection to " + server.getAuthority()
                        + " through the proxy: the proxy answers 407");
    }

    @Test
    void theAddressPolicyHoldsBehindAProxyToo() throws Exception {
        var http = egress.open(EgressSettings.of(AddressPolicy.PUBLIC_ONLY)
                .by(new Route(Optional.of(proxy(true)), Tls.USUAL))).http();

        for (var host : List.of("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::ffff:169.254.169.254]",
                "0x7f000001", "0177.0.0.1", "2130706433")) {
            assertFault(http, URI.create("http://" + host + ":9"));
        }
        assertThat(atProxy).isEmpty();
    }

    @Test
    void anAddressThatIsNoProxysIsRefused() {
        for (var address : List.of("https://proxy:3128", "http://u:p@proxy:3128", "http://proxy", "http://proxy:1/x")) {
            assertThatThrownBy(() -> new Proxy(URI.create(address), Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("u:p");
        }
    }

    private static void assertFault(Http http, URI server) {
        assertThatThrownBy(() -> http.send(get(server))).isInstanceOfSatisfying(SendException.class,
                e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.TARGET_FAULT));
    }

    private Http by(Route route) {
        return egress.open(EgressSettings.of(LOCAL).by(route)).http();
    }

    private static HttpCall get(URI server) {
        return HttpCall.get(server.resolve("/rates"));
    }

    private static Tls trusting(String authorities, Optional<Tls.ClientCertificate> client) {
        return new Tls(Optional.of(folder.resolve(authorities)), client);
    }

    private URI secured(boolean wantsCertificate) throws Exception {
        var context = new Tls(Optional.of(folder.resolve("client.pem")),
                Optional.of(new Tls.ClientCertificate(folder.resolve("server.p12"), PASSWORD))).context();
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new Wanting(context, wantsCertificate));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        parts.add(() -> server.stop(0));
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private static final class Wanting extends HttpsConfigurator {

        private final boolean wantsCertificate;

        Wanting(SSLContext context, boolean wantsCertificate) {
            super(context);
            this.wantsCertificate = wantsCertificate;
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(wantsCertificate);
            parameters.setSSLParameters(ssl);
        }
    }

    /** A proxy that knows our login, or refuses it. */
    private Proxy proxy(boolean knowsUs) throws IOException {
        var proxy = new RawServer(peer -> {
            for (var head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                if (!knowsUs || !head.contains("Proxy-Authorization: " + LOGIN)) {
                    peer.write(
                            "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n");
                    continue;
                }
                atProxy.add(head);
                var words = head.split(" ");
                if (!words[0].equals("CONNECT")) {
                    peer.write("HTTP/1.1 204 No Content\r\n\r\n");
                    continue;
                }
                var address = URI.create("tcp://" + words[1]);
                try (var target = new Socket(address.getHost(), address.getPort())) {
                    peer.write("HTTP/1.1 200 Connected\r\n\r\n");
                    peer.join(target);
                }
                return;
            }
        });
        parts.add(proxy);
        return new Proxy(proxy.uri("/"), Optional.of(new Proxy.Login("bridge", new Secret("s3cret"))));
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD.reveal()));
        var made = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
    }
}
