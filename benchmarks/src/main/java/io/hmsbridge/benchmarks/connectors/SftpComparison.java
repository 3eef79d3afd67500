package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.ftpflat.FtpFlatConnectorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * {@code FTPFlat} beside MINA's SFTP client: each file is written under a temporary name in a kept session and synced, its size is
 * asked for, and it is renamed. The server is MINA's.
 */
final class SftpComparison {

    private static final String USER = "bridge";
    private static final String PASSWORD = "s3cr3t-of-sftp";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SftpComparison() {}

    static Comparison open(Path folder) throws Exception {
        Files.createDirectories(folder);
        var server = SshServer.setUpDefaultServer();
        var hostKey = hostKey();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, _) -> user.equals(USER) && password.equals(PASSWORD));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
        server.start();
        var factory = new FtpFlatConnectorFactory();
        var packets = new Packets(factory, Map.of("columns", List.of("grade", "rate", "note")));
        var connector = new ConnectorSide(factory, Map.of("url", "sftp://127.0.0.1:" + server.getPort(), "user", USER,
                "password", PASSWORD, "host_key", KeyUtils.getFingerPrint(hostKey.getPublic())));
        return new Comparison(new Work(1, 1, 300, 0.8), packets, connector, Bare.at(server.getPort()),
                new FileServer(folder, server::stop));
    }

    private static KeyPair hostKey() throws java.security.GeneralSecurityException {
        var keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        return keys.generateKeyPair();
    }

    private record Bare(SshClient ssh, ClientSession session, SftpClient sftp) implements Side {

        private static Bare at(int port) throws IOException {
            var ssh = SshClient.setUpDefaultClient();
            ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            ssh.start();
            var session = ssh.connect(USER, "127.0.0.1", port).verify(PATIENCE).getSession();
            session.addPasswordIdentity(PASSWORD);
            session.auth().verify(PATIENCE);
            return new Bare(ssh, session, SftpClientFactory.instance().createSftpClient(session));
        }

        @Override
        public void write(int thread, List<Packet> packets) throws IOException {
            var bytes = FlatFile.of(packets);
            var name = packets.getFirst().id().text();
            var modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
            try (var handle = sftp.open(name + ".part", modes)) {
                sftp.write(handle, 0, bytes);
                sftp.getExtension(OpenSSHFsyncExtension.class).fsync(handle);
            }
            if (sftp.stat(name + ".part").getSize() != bytes.length) {
                throw new IOException("a file did not arrive whole");
            }
            sftp.rename(name + ".part", name);
        }

        @Override
        public void close() throws IOException {
            try (ssh; session; sftp) {
                // closed in turn
            }
        }
    }
}
