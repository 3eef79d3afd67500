package io.hmsbridge.plugins.mail;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** A Postfix of its own, on a free port of this machine, that wants STARTTLS and knows one mailbox. */
final class Postfix implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/postfix");
    private static final String[] CONF = {"anvil unix - - n - 1 anvil", "bounce unix - - n - 0 bounce",
        "cleanup unix n - n - 0 cleanup", "defer unix - - n - 0 bounce", "error unix - - n - - error",
        "pickup unix n - n 60 1 pickup", "postlog unix-dgram n - n - 1 postlogd", "proxymap unix - - n - - proxymap",
        "qmgr unix n - n 300 1 qmgr",
        "retry unix - - n - - error", "rewrite unix - - n - - trivial-rewrite", "tlsmgr unix - - n 1000? 1 tlsmgr",
        "trace unix - - n - 0 bounce", "virtual unix - n n - - virtual"};

    private final Path folder;
    private final int port;
    private final Process process;

    private Postfix(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Skips the test where there is no Postfix, or no right to start it. */
    static Postfix start(Path folder, TestAuthority authority) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "Postfix is not installed (Debian: postfix)");
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can start Postfix");
        for (var one : List.of(folder, folder.getParent())) { // its processes have users of their own
            Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (var name : List.of("queue", "data", "mail", "conf")) {
            Files.createDirectory(folder.resolve(name));
        }
        owned(folder.resolve("data"), "postfix");
        owned(folder.resolve("mail"), "nobody");
        int port = freePort();
        Files.writeString(folder.resolve("conf/master.cf"),
                "127.0.0.1:" + port + " inet n - n - - smtpd\n" + String.join("\n", CONF) + "\n");
        Files.writeString(folder.resolve("conf/main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                maillog_file = %1$s/postfix.log
                maillog_file_prefixes = %1$s
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                myhostname = mail.agency.example
                mydestination =
                alias_maps =
                alias_database =
                virtual_mailbox_domains = agency.example
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = inline:{payroll@agency.example=payroll/}
                virtual_uid_maps = static:65534
                virtual_gid_maps = static:65534
                virtual_minimum_uid = 1
                message_size_limit = 200000
                smtpd_tls_security_level = encrypt
                smtpd_tls_chain_files = %2$s, %3$s
                """.formatted(folder, authority.key(), authority.certificate()));
        var process = new ProcessBuilder(PROGRAM.toString(), "-c", folder.resolve("conf").toString(), "start-fg")
                .redirectErrorStream(true).redirectOutput(folder.resolve("out.log").toFile()).start();
        var postfix = new Postfix(folder, port, process);
        try {
            await("Postfix").atMost(20, TimeUnit.SECONDS).until(postfix::isUp);
            return postfix;
        } catch (ConditionTimeoutException e) {
            var log = Files.readString(folder.resolve("postfix.log"));
            postfix.close();
            throw new IOException("Postfix does not answer: " + log, e);
        }
    }

    int port() {
        return port;
    }

    /** The mail in the one mailbox, as it came. */
    List<String> delivered() throws IOException {
        var mailbox = folder.resolve("mail/payroll/new");
        if (!Files.exists(mailbox)) {
            return List.of();
        }
        try (var files = Files.list(mailbox)) {
            return files.map(Postfix::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean isUp() {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.getInputStream().read() == '2';
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void owned(Path path, String user) throws IOException {
        var users = path.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(path, users.lookupPrincipalByName(user));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        new ProcessBuilder(PROGRAM.toString(), "-c", folder.resolve("conf").toString(), "abort")
                .redirectErrorStream(true).redirectOutput(folder.resolve("abort.log").toFile()).start().waitFor();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
