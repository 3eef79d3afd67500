package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache FtpServer with a certificate of this test's own. */
class FtpTlsTest {

    @TempDir
    private static Path temp;

    private static FtpServer server;
    private static Listener byCommand;
    private static Listener fromTheStart;
    private static Path folder;

    private final FtpFlatConnectorFactory factory = new FtpFlatConnectorFactory();

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createDirectory(temp.resolve("site"));
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=ip:127.0.0.1", "-alias", "server");
        keytool("-exportcert", "-rfc", "-alias", "server", "-file", temp.resolve("ca.pem").toString());
        var factory = new FtpServerFactory();
        factory.setUserManager(FtpSite.users(folder));
        byCommand = listener(false);
        fromTheStart = listener(true);
        factory.addListener("default", byCommand);
        factory.addListener("implicit", fromTheStart);
        server = factory.createServer();
        server.start();
    }

    private static Listener listener(boolean implicit) {
        var tls = new SslConfigurationFactory();
        tls.setKeystoreFile(temp.resolve("keys").toFile());
        tls.setKeystorePassword("changeit");
        tls.setKeystoreType("PKCS12");
        var listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        listener.setSslConfiguration(tls.createSslConfiguration());
        listener.setImplicitSsl(implicit);
        return listener.createListener();
    }

    private static void keytool(String... arguments) throws Exception {
        var command =
                new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-keystore", temp.resolve("keys").toString(), "-storetype", "PKCS12", "-storepass",
                        "changeit"));
        command.addAll(1, List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor()).isZero();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void controlAndDataGoUnderTlsByCommandAndFromTheStart() throws Exception {
        assertThat(send("ftpes", byCommand, "explicit", Map.of())).isInstanceOf(SendResult.Delivered.class);
        assertThat(folder.resolve("explicit")).hasContent("rate\r\n68\r\n");
        assertThat(send("ftps", fromTheStart, "implicit", Map.of("active", true)))
                .isInstanceOf(SendResult.Delivered.class);
        assertThat(folder.resolve("implicit")).hasContent("rate\r\n68\r\n");
    }

    @Test
    void aCertificateThatIsNotTrustedOrAnotherHostsGetsNoLogin() {
        var trustsOthers = new HashMap<String, Object>();
        trustsOthers.put("ca", null);
        faults("127.0.0.1", trustsOthers);
        faults("localhost", Map.of());
        assertThat(folder.resolve("never")).doesNotExist();
    }

    private void faults(String host, Map<String, Object> changes) {
        assertThatExceptionOfType(SendException.class)
                .isThrownBy(() -> send("ftpes://" + host, byCommand, "never", changes))
                .withMessageContaining("its certificate is not trusted, or is another host's")
                .extracting(SendException::kind).isEqualTo(SendException.Kind.TARGET_FAULT);
    }

    private SendResult send(String scheme, Listener listener, String name, Map<String, Object> changes)
            throws Exception {
        var address = scheme.contains("://") ? scheme : scheme + "://127.0.0.1";
        var settings = new HashMap<String, Object>(Map.of("url", address + ":" + listener.getPort(), "user", "bridge",
                "password", "s3cr3t-of-ftp", "ca", temp.resolve("ca.pem").toString(), "timeout", "5s"));
        settings.putAll(changes);
        settings.values().removeIf(value -> value == null);
        try (var context = TestContext.of(factory, settings); var ftp = factory.create(context)) {
            return ftp.send(new TestPackets(factory).of(Map.of("rate", 68), Map.of("name", name)));
        }
    }
}
