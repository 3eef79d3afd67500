package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.SendException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** Opens SFTP connections. Its client, which has threads of its own, starts with the first of them. */
final class Ssh implements AutoCloseable {

    private final Site site;
    private final SocketFactory sockets;
    private final ReentrantLock starting = new ReentrantLock();
    private SshClient client;

    Ssh(Site site, SocketFactory sockets) {
        this.site = site;
        this.sockets = sockets;
    }

    Connection open() throws IOException, SendException {
        var timeout = site.settings().timeout();
        var session = client().connect(site.login().orElseThrow().user(), permitted()).verify(timeout).getSession();
        try {
            authenticate(session);
            return new SftpConnection(site, session, SftpClientFactory.instance().createSftpClient(session));
        } catch (IOException | SendException e) {
            session.close(true);
            throw e;
        }
    }

    /**
     * The client connects by itself, so the bridge is asked for the host first: the address that it lets a socket connect to is
     * the one that the client is given, and no name is looked up again.
     */
    private SocketAddress permitted() throws IOException {
        try (var socket = sockets.createSocket(site.host(), site.port())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getPort());
        }
    }

    private void authenticate(ClientSession session) throws IOException, SendException {
        var login = site.login().orElseThrow();
        login.password().ifPresent(password -> session.addPasswordIdentity(password.reveal()));
        if (site.settings().privateKey().isPresent()) {
            var pem = site.settings().privateKey().get().reveal().getBytes(StandardCharsets.UTF_8);
            try {
                var keys = SecurityUtils.loadKeyPairIdentities(session, NamedResource.ofName("private_key"),
                        new ByteArrayInputStream(pem), passphrase());
                if (keys == null) {
                    throw new IOException("no key");
                }
                keys.forEach(session::addPublicKeyIdentity);
            } catch (GeneralSecurityException | IOException _) { // which may quote the key
                throw new SendException(SendException.Kind.TARGET_FAULT,
                        "'private_key' is no private key in OpenSSH's or PEM form, or its passphrase is not 'passphrase'");
            }
        }
        session.auth().verify(site.settings().timeout());
    }

    private FilePasswordProvider passphrase() {
        return site.settings().passphrase().map(passphrase -> FilePasswordProvider.of(passphrase.reveal()))
                .orElse(FilePasswordProvider.EMPTY);
    }

    private boolean isKnown(ClientSession session, SocketAddress address, PublicKey key) {
        if (site.settings().hostKey().isPresent()) {
            return KeyUtils.checkFingerPrint(site.settings().hostKey().get(), key).getKey();
        }
        var file = site.settings().knownHosts().orElse(Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"));
        var named = InetSocketAddress.createUnresolved(site.host(), site.port());
        return new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, file).verifyServerKey(session,
                named,
                key);
    }

    private SshClient client() {
        starting.lock();
        try {
            if (client == null) {
                JdkEd25519.register();
                client = SshClient.setUpDefaultClient();
                // Nothing of the account that the bridge runs under: no keys, no agent, no ~/.ssh/config.
                client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
                client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
                client.setServerKeyVerifier(this::isKnown);
                var timeout = site.settings().timeout();
                CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, timeout);
                CoreModuleProperties.AUTH_TIMEOUT.set(client, timeout);
                CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(client, timeout);
                SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, timeout);
                CoreModuleProperties.TCP_NODELAY.set(client, true); // small requests, each of which is waited for
                client.start();
            }
            return client;
        } finally {
            starting.unlock();
        }
    }

    @Override
    public void close() {
        starting.lock();
        try {
            if (client != null) {
                client.stop();
            }
        } finally {
            starting.unlock();
        }
    }
}
