package io.hmsbridge.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens while a connection is secured. */
class CertificatesTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Egress egress = new Egress("test", Clock.systemUTC());
    private final Http http = egress
            .open(new EgressSettings(AddressPolicy.allowing(List.of("127.0.0.0/8")), Duration.ofMillis(300), 1024))
            .http();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        egress.close();
    }

    @Test
    void aCertificateOfNoKnownAuthorityIsATargetFault() throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.start();
        var peer = "127.0.0.1:" + server.getAddress().getPort();
        try {
            assertThatThrownBy(() -> http.send(HttpCall.get(URI.create("https://" + peer + "/v2/rates?token=s3cret"))))
                    .isInstanceOfSatisfying(SendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TARGET_FAULT))
                    .hasMessageStartingWith("GET /v2/rates: no trusted TLS connection to " + peer + ": ")
                    .hasMessageContaining("certification path");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsATargetFault() throws Exception {
        try (var server = new RawServer(peer -> peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            assertThatThrownBy(() -> http.send(securely(server)))
                    .isInstanceOfSatisfying(SendException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.TARGET_FAULT));
        }
    }

    @Test
    void aHandshakeThatTheNetworkBreaksOffIsRetried() throws Exception {
        try (var server = new RawServer(peer -> {})) {
            assertThatThrownBy(() -> http.send(securely(server)))
                    .isInstanceOfSatisfying(SendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RETRY));
        }
    }

    @Test
    void aHandshakeThatHangsIsRetriedWithinTheConnectTimeOut() throws Exception {
        try (var server = new RawServer(peer -> peer.closed().await())) {
            assertThatThrownBy(() -> http.send(securely(server)))
                    .isInstanceOfSatisfying(SendException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RETRY))
                    .hasMessage("GET /: no connection to 127.0.0.1:" + server.port() + " within 300 ms");
            assertThatThrownBy(() -> http.send(securely(server).timeout(Duration.ofMillis(100))))
                    .hasMessage("GET /: no connection to 127.0.0.1:" + server.port() + " within 100 ms");
        }
    }

    private static HttpCall securely(RawServer server) {
        return HttpCall.get(URI.create("https://127.0.0.1:" + server.port() + "/"));
    }

    private SSLContext selfSigned() throws Exception {
        var file = folder.resolve("server.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname",
                "CN=127.0.0.1",
                "-ext", "san=ip:127.0.0.1", "-storepass", new String(PASSWORD), "-keystore", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(made.waitFor()).as(() -> "keytool, see " + folder).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
