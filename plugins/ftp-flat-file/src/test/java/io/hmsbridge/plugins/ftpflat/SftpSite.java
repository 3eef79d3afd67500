package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Effect;
import io.hmsbridge.testkit.contract.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A folder at Apache MINA SSHD, behind a relay that can hang, cut or refuse. */
final class SftpSite implements Counterpart {

    static {
        JdkEd25519.register(); // the server is of the same library
    }

    static final KeyPair HOST_KEY = newKey();
    private static final KeyPair USER_KEY = newKey();
    private static final Set<String> ADMITTED = ConcurrentHashMap.newKeySet();

    /** One for all tests, since its threads are not the connector's. */
    private static final class Shared {

        private static final Path ROOT = FlatFiles.temporaryRoot("sftp-site");
        private static final SshServer SERVER = start();

        private static SshServer start() {
            var server = SshServer.setUpDefaultServer();
            server.setHost("127.0.0.1");
            server.setPort(0);
            CoreModuleProperties.TCP_NODELAY.set(server, true);
            server.setKeyPairProvider(KeyPairProvider.wrap(HOST_KEY));
            server.setPublickeyAuthenticator((user, key, _) -> user.equals("bridge")
                    && (KeyUtils.compareKeys(key, USER_KEY.getPublic())
                            || ADMITTED.contains(KeyUtils.getFingerPrint(key))));
            server.setPasswordAuthenticator((user, password, _) -> user.equals("by-password")
                    && password.equals("s3cr3t-of-sftp"));
            var subsystem = new SftpSubsystemFactory();
            subsystem.addSftpEventListener(new Refusing());
            server.setSubsystemFactories(List.of(subsystem));
            server.setFileSystemFactory(new VirtualFileSystemFactory(ROOT));
            try {
                server.start();
            } catch (IOException e) {
                throw new AssertionError("the SFTP server did not start", e);
            }
            return server;
        }
    }

    /** Has the server answer what a client does in a folder with a status. */
    private static final class Refusing implements SftpEventListener {

        private static final Map<String, Integer> WRITES = new ConcurrentHashMap<>();
        private static final Map<String, Integer> OPENINGS = new ConcurrentHashMap<>();

        @Override
        public void opening(ServerSession session, String remoteHandle, Handle localHandle) throws IOException {
            refuse(OPENINGS, localHandle);
        }

        @Override
        public void writing(ServerSession session, String remoteHandle, FileHandle localHandle, long offset,
                byte[] data, int dataOffset, int dataLen) throws IOException {
            refuse(WRITES, localHandle);
        }

        private static void refuse(Map<String, Integer> statuses, Handle handle) throws IOException {
            var status = statuses.get(handle.getFile().getName(0).toString());
            if (status != null) {
                throw new SftpException(status, "No, and why");
            }
        }
    }

    private final Path folder;
    private final Relay relay;

    private SftpSite(Path folder, Relay relay) {
        this.folder = folder;
        this.relay = relay;
    }

    static SftpSite start() throws Exception {
        return new SftpSite(Files.createTempDirectory(Shared.ROOT, "site-"), new Relay(Shared.SERVER.getPort()));
    }

    static KeyPair newKey() {
        try {
            var keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(256);
            return keys.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the user in by another key, too. */
    static void admit(PublicKey key) {
        ADMITTED.add(KeyUtils.getFingerPrint(key));
    }

    /** The user's private key as ssh-keygen writes it. */
    static String userKey() throws Exception {
        var text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(USER_KEY, "bridge", null, text);
        return text.toString(StandardCharsets.US_ASCII);
    }

    Path folder() {
        return folder;
    }

    Relay relay() {
        return relay;
    }

    @Override
    public Map<String, Object> settings() {
        try {
            return Map.of("url", "sftp://127.0.0.1:" + relay.port() + "/" + folder.getFileName(), "user", "bridge",
                    "password", "not-the-password",
                    "private_key", userKey(), "passphrase", "s3cr3t-of-no-use", "host_key",
                    KeyUtils.getFingerPrint(HOST_KEY.getPublic()), "timeout",
                    "2s");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public List<Effect> effects() {
        return FlatFiles.effects(folder);
    }

    @Override
    public Map<String, Set<Outcome>> failures() {
        return Map.of(DOWN, Set.of(Outcome.RETRY), SILENT, Set.of(Outcome.RETRY),
                "open " + SftpConstants.SSH_FX_PERMISSION_DENIED, Set.of(Outcome.TARGET_FAULT),
                "open " + SftpConstants.SSH_FX_WRITE_PROTECT, Set.of(Outcome.TARGET_FAULT),
                "open " + SftpConstants.SSH_FX_INVALID_FILENAME, Set.of(Outcome.REJECT),
                "write " + SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM, Set.of(Outcome.RETRY),
                "write " + SftpConstants.SSH_FX_QUOTA_EXCEEDED, Set.of(Outcome.RETRY),
                "write " + SftpConstants.SSH_FX_FAILURE, Set.of(Outcome.RETRY));
    }

    @Override
    public void play(String failure) throws IOException {
        var words = failure.split(" ");
        switch (words[0]) {
            case "open" -> Refusing.OPENINGS.put(folder.getFileName().toString(), Integer.valueOf(words[1]));
            case "write" -> Refusing.WRITES.put(folder.getFileName().toString(), Integer.valueOf(words[1]));
            default -> {
                if (failure.equals(DOWN)) {
                    relay.down();
                } else {
                    relay.silent();
                }
            }
        }
    }

    @Override
    public void behave() throws IOException {
        Refusing.OPENINGS.remove(folder.getFileName().toString());
        Refusing.WRITES.remove(folder.getFileName().toString());
        relay.behave();
    }

    @Override
    public Map<String, Object> poison() {
        return Map.of("rate", List.of(1L));
    }

    @Override
    public int connections() {
        return relay.connections();
    }

    @Override
    public void close() throws IOException {
        relay.close();
        FlatFiles.delete(folder);
    }

    /** Passes bytes on, up to a limit from the client. */
    static final class Relay implements AutoCloseable {

        private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

        private final int serverPort;
        private final int port;
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private ServerSocket listener;
        private Thread accepting;
        private volatile boolean silent;
        private volatile long limit = Long.MAX_VALUE;
        private volatile long passed;

        Relay(int serverPort) throws IOException {
            this.serverPort = serverPort;
            listener = new ServerSocket(0, 100, LOOPBACK);
            port = listener.getLocalPort();
            accept(listener);
        }

        int port() {
            return port;
        }

        int connections() {
            return (int) open.stream().filter(socket -> !socket.isClosed()).count();
        }

        synchronized void down() throws IOException {
            stopListening();
            cut();
        }

        void silent() {
            cut();
            silent = true;
        }

        /** Each connection is cut once the client has sent so many bytes. */
        void cutAfter(long bytes) {
            limit = bytes;
        }

        /** How many bytes the client has sent over the last connection. */
        long passed() {
            return passed;
        }

        synchronized void behave() throws IOException {
            silent = false;
            limit = Long.MAX_VALUE;
            cut();
            if (listener.isClosed()) {
                listener = new ServerSocket();
                listener.setReuseAddress(true);
                listener.bind(new InetSocketAddress(LOOPBACK, port));
                accept(listener);
            }
        }

        private void cut() {
            open.forEach(Relay::close);
            open.clear();
        }

        /** While it still waits in accept, the port is taken. */
        private void stopListening() throws IOException {
            listener.close();
            try {
                accepting.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void accept(ServerSocket from) {
            accepting = Thread.ofVirtual().start(() -> {
                while (!from.isClosed()) {
                    try {
                        var client = from.accept();
                        open.add(client);
                        Thread.ofVirtual().start(() -> serve(client));
                    } catch (IOException _) {
                        return; // closed
                    }
                }
            });
        }

        private void serve(Socket client) {
            try (client; var server = new Socket(LOOPBACK, serverPort)) {
                client.setTcpNoDelay(true); // or each small request takes 40 ms
                server.setTcpNoDelay(true);
                if (silent) {
                    client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                    return;
                }
                var back = Thread.ofVirtual().start(() -> {
                    try {
                        server.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException _) {
                        // One side is gone.
                    } finally {
                        close(client);
                    }
                });
                long count = 0;
                var buffer = new byte[64 * 1024];
                while (count < limit) {
                    int read = client.getInputStream().read(buffer);
                    if (read < 0) {
                        break;
                    }
                    int passing = (int) Math.min(read, limit - count); // by the limit as it is now
                    server.getOutputStream().write(buffer, 0, passing);
                    count += passing;
                    passed = count;
                }
                back.interrupt();
            } catch (IOException _) {
                // One side is gone, and so is the other.
            } finally {
                open.remove(client);
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException _) {
                // It is closed as far as it can be.
            }
        }

        @Override
        public synchronized void close() throws IOException {
            stopListening();
            cut();
        }
    }
}
