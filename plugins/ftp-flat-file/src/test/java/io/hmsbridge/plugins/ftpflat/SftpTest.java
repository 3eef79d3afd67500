package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SftpTest {

    private static SftpSite site;

    private final FtpFlatConnectorFactory factory = new FtpFlatConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);

    @BeforeAll
    static void start() throws Exception {
        site = SftpSite.start();
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void aHostWhoseKeyIsNotTheOneThatIsKnownGetsNoLogin(@TempDir Path home) throws Exception {
        var other = SftpSite.newKey().getPublic();
        faults(Map.of("host_key", KeyUtils.getFingerPrint(other)), "its host key is not known");
        faults(knownHosts(home.resolve("none")), "its host key is not known");

        var host = "[127.0.0.1]:" + site.relay().port() + " ";
        var file = Files.writeString(home.resolve("known_hosts"), host + PublicKeyEntry.toString(other) + "\n");
        faults(knownHosts(file), "its host key is not known");
        Files.writeString(file, host + PublicKeyEntry.toString(SftpSite.HOST_KEY.getPublic()) + "\n");
        assertThat(send(knownHosts(file))).isInstanceOf(SendResult.Delivered.class);
    }

    @Test
    void aRefusedLoginParksTheTarget() throws Exception {
        faults(Map.of("user", "by-password", "password", "wr0ng"), "the login is refused");
        faults(Map.of("private_key", "-----BEGIN NONSENSE-----"), "'private_key' is no private key");
        assertThat(send(Map.of("user", "by-password", "password", "s3cr3t-of-sftp")))
                .isInstanceOf(SendResult.Delivered.class);
    }

    @ParameterizedTest
    @CsvSource({"ed25519,''", "ed25519,correct horse", "ecdsa,correct horse", "rsa,correct horse", "rsa,''"})
    void keysOfSshKeygenLogIn(String type, String passphrase, @TempDir Path home) throws Exception {
        var file = home.resolve("key");
        assertThat(new ProcessBuilder("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", file.toString())
                .inheritIO().start().waitFor()).isZero();
        SftpSite.admit(PublicKeyEntry.parsePublicKeyEntry(Files.readString(home.resolve("key.pub")))
                .resolvePublicKey(null, null, null));
        var key = Files.readString(file);

        assertThat(send(Map.of("private_key", key, "passphrase", passphrase)))
                .isInstanceOf(SendResult.Delivered.class);
        if (!passphrase.isEmpty()) {
            faults(Map.of("private_key", key, "passphrase", "wr0ng"), "its passphrase is not 'passphrase'");
            faults(Map.of("private_key", key), "its passphrase is not 'passphrase'");
        }
    }

    /** Which holds no public key. */
    @Test
    void anEd25519KeyInPemsFormLogsIn() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SftpSite.admit(pair.getPublic());
        var pem = "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()));
        assertThat(send(Map.of("private_key", pem))).isInstanceOf(SendResult.Delivered.class);
    }

    /** From the first byte after the login to the last of the rename, in both directions no more after it. */
    @Test
    void aConnectionCutAtAnyByteNeverLeavesATornFile() throws Exception {
        var packet = packets.of(Map.of("rate", 68));
        var last = site.folder().resolve("under-test-pkt-1.dat");
        Files.deleteIfExists(last);
        int cuts = 0;
        try (var context = TestContext.of(factory, settings(Map.of()));
                var sftp = (BatchConnector) factory.create(context)) {
            boolean whole;
            do {
                Files.deleteIfExists(last);
                site.relay().behave();
                sftp.probe(); // logs in
                site.relay().cutAfter(site.relay().passed() + cuts);
                whole = arrives(sftp, packet, cuts);
                if (Files.exists(last)) {
                    assertThat(last).as("cut after %d bytes", cuts).hasContent("rate\r\n68\r\n");
                }
                cuts++;
            } while (!whole);
        }
        site.relay().behave();
        assertThat(cuts).isGreaterThan(300); // so many bytes do an upload's requests have at least
    }

    private static boolean arrives(BatchConnector sftp, Packet packet, int cut) throws Exception {
        try {
            return sftp.send(packet) instanceof SendResult.Delivered;
        } catch (SendException e) {
            assertThat(e.kind()).as("cut after %d bytes", cut).isEqualTo(SendException.Kind.RETRY);
            return false;
        }
    }

    private static Map<String, Object> knownHosts(Path file) {
        var settings = new HashMap<String, Object>();
        settings.put("known_hosts", file.toString());
        settings.put("host_key", null);
        return settings;
    }

    private void faults(Map<String, Object> changes, String why) {
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send(changes)).withMessageContaining(why)
                .withMessageNotContaining("wr0ng").withMessageNotContaining("NONSENSE")
                .extracting(SendException::kind).isEqualTo(SendException.Kind.TARGET_FAULT);
    }

    private SendResult send(Map<String, Object> changes) throws Exception {
        try (var context = TestContext.of(factory, settings(changes));
                var sftp = (BatchConnector) factory.create(context)) {
            return sftp.send(packets.of(Map.of("rate", 68)));
        }
    }

    private static Map<String, Object> settings(Map<String, Object> changes) {
        var all = new HashMap<>(site.settings());
        all.put("timeout", "5s");
        all.putAll(changes);
        all.values().removeIf(value -> value == null);
        return all;
    }
}
