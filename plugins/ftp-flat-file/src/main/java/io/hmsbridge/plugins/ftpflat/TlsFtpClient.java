package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;
import java.io.Reader;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.commons.net.ftp.FTPCmd;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.io.CRLFLineReader;

/**
 * FTP under TLS with the host's name checked, for control and data. Data sockets are made by the bridge and wrapped after they
 * have connected: the library's own would go round the bridge's address policy.
 */
final class TlsFtpClient extends FTPSClient implements Session {

    private final SocketFactory sockets;
    private final SSLContext tls;
    private final Site site;
    private Answers answers;
    private volatile Socket control;
    private volatile Socket data;

    TlsFtpClient(Site site, SocketFactory sockets) throws IOException {
        this(site, sockets, trusted(site));
    }

    private TlsFtpClient(Site site, SocketFactory sockets, TrustManager trusted) throws IOException {
        this(site, sockets, trusted, context(trusted));
    }

    private TlsFtpClient(Site site, SocketFactory sockets, TrustManager trusted, SSLContext tls) {
        super(site.protocol() == Site.Protocol.FTPS, tls);
        this.site = site;
        this.sockets = sockets;
        this.tls = tls;
        setTrustManager(trusted);
        setEndpointCheckingEnabled(true);
    }

    /** Data in the clear would give away what the control connection hides. */
    void protectData() throws IOException {
        execPBSZ(0);
        execPROT("P");
        setSocketFactory(sockets);
        setServerSocketFactory(ServerSocketFactory.getDefault());
    }

    @Override
    protected void _connectAction_(Reader unused) throws IOException {
        control = _socket_;
        answers = new Answers(_socket_, getControlEncoding());
        super._connectAction_(answers);
    }

    @Override
    protected void sslNegotiation() throws IOException {
        super.sslNegotiation();
        answers = new Answers(_socket_, getControlEncoding());
        _controlInput_ = new CRLFLineReader(answers);
    }

    @Override
    public int sendCommand(String command, String arguments) throws IOException {
        answers.next();
        return super.sendCommand(command, arguments);
    }

    @Override
    public Socket listing(String path) throws IOException {
        return _openDataConnection_(FTPCmd.LIST, path);
    }

    @Override
    public void cut() throws IOException {
        Session.close(control);
        Session.close(data);
    }

    @Override
    public boolean completePendingCommand() throws IOException {
        PromptAnswer.acknowledge(_socket_);
        return super.completePendingCommand();
    }

    @Override
    protected Socket _openDataConnection_(String command, String argument) throws IOException {
        var plain = super._openDataConnection_(command, argument);
        data = plain;
        if (plain == null || plain instanceof SSLSocket) {
            return plain;
        }
        var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, site.host(), plain.getPort(), true);
        try {
            secure.setUseClientMode(true);
            var parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return secure;
        } catch (IOException e) {
            secure.close();
            throw e;
        }
    }

    private static SSLContext context(TrustManager trusted) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trusted}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager trusted(Site site) throws IOException {
        try {
            KeyStore anchors = null; // Java's own
            if (site.settings().ca().isPresent()) {
                anchors = KeyStore.getInstance(KeyStore.getDefaultType());
                anchors.load(null, null);
                try (var pem = Files.newInputStream(site.settings().ca().get())) {
                    int number = 0;
                    for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                        anchors.setCertificateEntry("ca-" + number++, certificate);
                    }
                }
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            for (var manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    return x509;
                }
            }
            throw new IOException("this Java trusts no certificates");
        } catch (GeneralSecurityException e) {
            throw new IOException("'ca' cannot be read: " + e.getMessage(), e);
        }
    }
}
