package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.files.testkit.SmallDisk;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The servers that most sites run. Each needs root, as vsftpd and sshd change users. */
class DebianServersTest {

    private static final Path VSFTPD = Path.of("/usr/sbin/vsftpd");
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final FtpFlatConnectorFactory factory = new FtpFlatConnectorFactory();

    @TempDir
    private Path temp;

    private interface Work {
        void with(Connector connector) throws Exception;
    }

    @Test
    void vsftpdTakesAFileOnce() throws Exception {
        var root = root();
        var site = Files.createDirectory(root.resolve("site"));
        open(site, "rwxrwxrwx");
        atVsftpd(root, connector -> deliversOnce(connector, site));
    }

    /** It answers as for a name that it does not take, with 553. */
    @Test
    void vsftpdsFolderWithoutPermissionHoldsTheTargetUp() throws Exception {
        var root = root();
        var site = Files.createDirectory(root.resolve("site"));
        open(site, "rwxr-xr-x");
        atVsftpd(root, connector -> assertThatExceptionOfType(SendException.class)
                .isThrownBy(() -> connector.send(new TestPackets(factory).of(Map.of("rate", 68))))
                .withMessageContaining("no permission, or no such folder")
                .extracting(SendException::kind).isEqualTo(SendException.Kind.TARGET_FAULT));
        assertThat(site).isEmptyDirectory();
    }

    @Test
    void vsftpdsFullDiskNeverLeavesATornFile() throws Exception {
        var root = root();
        var site = Files.createDirectory(root.resolve("site"));
        atVsftpd(root, connector -> fillsTheDisk(connector, site));
    }

    @ParameterizedTest
    @CsvSource({"ftpes,NO", "ftps,YES"})
    void vsftpdTakesAFileOnceUnderTls(String scheme, String fromTheStart) throws Exception {
        var root = root();
        var site = Files.createDirectory(root.resolve("site"));
        open(site, "rwxrwxrwx");
        var certificate = Certificate.in(temp);
        atVsftpd(root, scheme, Map.of("ca", certificate.ca().toString()), """
                ssl_enable=YES
                allow_anon_ssl=YES
                force_anon_logins_ssl=YES
                force_anon_data_ssl=YES
                require_ssl_reuse=NO
                ssl_ciphers=HIGH
                implicit_ssl=%s
                rsa_cert_file=%s
                """.formatted(fromTheStart, certificate.pem(temp.resolve("server.pem"))),
                connector -> deliversOnce(connector, site));
    }

    private Path root() throws IOException {
        assumeServer(VSFTPD);
        open(temp, "rwxr-xr-x");
        return Files.createDirectory(temp.resolve("root")); // which vsftpd wants to be read-only
    }

    private void atVsftpd(Path root, Work work) throws Exception {
        atVsftpd(root, "ftp", Map.of(), "", work);
    }

    private void atVsftpd(Path root, String scheme, Map<String, Object> more, String settings, Work work)
            throws Exception {
        int port = freePort();
        var conf = Files.writeString(temp.resolve("vsftpd.conf"), """
                listen=YES
                listen_address=127.0.0.1
                listen_port=%d
                background=NO
                anonymous_enable=YES
                local_enable=NO
                write_enable=YES
                anon_upload_enable=YES
                anon_mkdir_write_enable=YES
                anon_other_write_enable=YES
                anon_umask=022
                anon_root=%s
                seccomp_sandbox=NO
                secure_chroot_dir=%s
                """.formatted(port, root, Files.createDirectory(temp.resolve("empty"))) + settings);
        var target = new HashMap<String, Object>(Map.of("url", scheme + "://127.0.0.1:" + port + "/site", "user",
                "anonymous", "password", "bridge@agency.example"));
        target.putAll(more);
        at(new ProcessBuilder(VSFTPD.toString(), conf.toString()), port, target, work);
    }

    /** As its ssh-keygen makes them by default, and protected. */
    @ParameterizedTest
    @CsvSource({"ecdsa,''", "ecdsa,correct horse", "ed25519,''", "ed25519,correct horse", "rsa,correct horse"})
    void opensshTakesAFileOnce(String type, String passphrase) throws Exception {
        assumeServer(SSHD);
        var site = Files.createDirectory(temp.resolve("site"));
        atOpenssh(site, type, passphrase, connector -> deliversOnce(connector, site));
    }

    @Test
    void opensshsFullDiskNeverLeavesATornFile() throws Exception {
        assumeServer(SSHD);
        var site = Files.createDirectory(temp.resolve("site"));
        atOpenssh(site, "ed25519", "", connector -> fillsTheDisk(connector, site));
    }

    private void atOpenssh(Path site, String type, String passphrase, Work work) throws Exception {
        var keys = temp.resolve("host_key");
        run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", keys.toString());
        run("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", temp.resolve("user_key").toString());
        int port = freePort();
        var conf = Files.writeString(temp.resolve("sshd_config"), """
                ListenAddress 127.0.0.1
                Port %d
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin yes
                Subsystem sftp internal-sftp
                """.formatted(port, keys, temp.resolve("user_key.pub")));
        Files.createDirectories(Path.of("/run/sshd")); // where sshd wants to be without its unit
        var hosts = Files.writeString(temp.resolve("known_hosts"),
                "[127.0.0.1]:" + port + " " + Files.readString(temp.resolve("host_key.pub")));
        at(new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", conf.toString()), port,
                Map.of("url", "sftp://127.0.0.1:" + port + site, "user", System.getProperty("user.name"), "private_key",
                        Files.readString(temp.resolve("user_key")), "passphrase", passphrase, "known_hosts",
                        hosts.toString()),
                work);
    }

    private void deliversOnce(Connector connector, Path site) throws Exception {
        var packet = new TestPackets(factory).of(Map.of("rate", 68), Map.of("name", "in/{date}/{id}.csv"));
        var receipt = "put in/20261207/pkt-1.csv: 10 bytes";
        assertThat(connector.send(packet)).isEqualTo(SendResult.delivered(receipt));
        assertThat(connector.send(packet)).isEqualTo(SendResult.alreadyHad(receipt));
        var file = site.resolve("in/20261207/pkt-1.csv");
        assertThat(file).hasContent("rate\r\n68\r\n");
        Files.writeString(file, "rate\r\n69\r\n");
        assertThat(connector.send(packet)).isInstanceOf(SendResult.Reject.class);
        assertThat(file).hasContent("rate\r\n69\r\n");
    }

    private void fillsTheDisk(Connector connector, Path site) throws Exception {
        var packet = new TestPackets(factory).of(Map.of("note", "x".repeat(200_000)));
        var mounted = SmallDisk.at(site, 64);
        assumeTrue(mounted.isPresent(), "nothing can be mounted here");
        try (var _ = mounted.get()) {
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> connector.send(packet))
                    .extracting(SendException::kind).isEqualTo(SendException.Kind.RETRY);
            assertThat(site.resolve("under-test-pkt-1.dat")).doesNotExist();
        }
        open(site, "rwxrwxrwx"); // the folder below, which has room
        assertThat(connector.send(packet)).isEqualTo(SendResult.delivered("put under-test-pkt-1.dat: 200008 bytes"));
        assertThat(site.resolve("under-test-pkt-1.dat")).hasSize(200_008);
    }

    private void at(ProcessBuilder server, int port, Map<String, Object> settings, Work work) throws Exception {
        var log = temp.resolve("log");
        var process = server.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            awaitPort(process, port, log);
            try (var context = TestContext.of(factory, settings); var connector = factory.create(context)) {
                work.with(connector);
            }
        } finally {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void assumeServer(Path program) {
        assumeTrue(Files.isExecutable(program), program + " is not installed");
        assumeTrue("root".equals(System.getProperty("user.name")), program + " has to be started by root");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(Process process, int port, Path log) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError("the server did not start: " + Files.readString(log), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static void open(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }
}
