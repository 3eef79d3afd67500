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
    private static Certificate certificate;

    private final FtpFlatConnectorFactory factory = new FtpFlatConnectorFactory();

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createDirectory(temp.resolve("site"));
        certificate = Certificate.in(temp);
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
        tls.setKeystoreFile(certificate.keys().toFile());
        tls.setKeystorePassword(Certificate.PASSWORD);
        tls.setKeystoreType("PKCS12");
        var listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        listener.setSslConfiguration(tls.createSslConfiguration());
        listener.setImplicitSsl(implicit);
        return listener.createListener();
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

    /** That the file ended early is hidden from a server that does not look for the end that TLS has. */
    @Test
    void aConnectionCutUnderTlsNeverLeavesATornFile() throws Exception {
        var packet = new TestPackets(factory).of(Map.of("note", "n".repeat(40_000)), Map.of("name", "cut"));
        var file = folder.resolve("cut");
        var proxy = new CuttingSockets(byCommand.getPort());
        var settings = settings("ftpes://127.0.0.1", byCommand, Map.of());
        try (var context = TestContext.of(factory, settings)) {
            var site = Site.of(context.settings(FtpFlatConnectorFactory.Target.class), context.clock());
            try (var ftp = new FtpFlatConnector(site, new Connections(site, proxy), context.clock())) {
                assertThat(ftp.send(packet)).isInstanceOf(SendResult.Delivered.class);
                var whole = Files.readString(file);
                int size = proxy.passed();
                assertThat(size).isGreaterThan(whole.length());
                int refused = 0;
                for (int cut = 0; cut < size; cut += cut < size - 1000 ? 4000 : 97) {
                    Files.deleteIfExists(file);
                    proxy.cutAfter(cut);
                    try {
                        ftp.send(packet);
                        assertThat(file).as("cut after %d of %d bytes", cut, size).hasContent(whole);
                    } catch (SendException e) {
                        assertThat(e.kind()).isEqualTo(SendException.Kind.RETRY);
                        assertThat(file).as("cut after %d of %d bytes", cut, size).doesNotExist();
                        refused++;
                    }
                }
                assertThat(refused).isGreaterThan(15);
            }
        }
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
        try (var context = TestContext.of(factory, settings(address, listener, changes));
                var ftp = factory.create(context)) {
            return ftp.send(new TestPackets(factory).of(Map.of("rate", 68), Map.of("name", name)));
        }
    }

    private static Map<String, Object> settings(String address, Listener listener, Map<String, Object> changes) {
        var settings = new HashMap<String, Object>(Map.of("url", address + ":" + listener.getPort(), "user", "bridge",
                "password", "s3cr3t-of-ftp", "ca", certificate.ca().toString(), "timeout", "5s"));
        settings.putAll(changes);
        settings.values().removeIf(value -> value == null);
        return settings;
    }
}
