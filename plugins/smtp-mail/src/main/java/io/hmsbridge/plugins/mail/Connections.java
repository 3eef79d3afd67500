package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendException;
import io.hmsbridge.plugins.mail.MailTarget.Login;
import io.hmsbridge.plugins.mail.MailTarget.Security;
import io.hmsbridge.plugins.rest.AccessTokens;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Opens connections to one mail server and keeps them for the next mail. Safe for use by many threads. */
final class Connections implements AutoCloseable {

    private static final Duration ASKED_WHEN_IDLE_FOR = Duration.ofSeconds(5);
    private static final Duration CLOSED_WHEN_IDLE_FOR = Duration.ofMinutes(1);

    private final MailTarget settings;
    private final SocketFactory sockets;
    private final SSLSocketFactory tls;
    final Session session;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Optional<AccessTokens> tokens;
    private volatile boolean closed;

    Connections(MailTarget settings, ConnectorContext context, SSLSocketFactory tls) {
        this.settings = settings;
        this.sockets = context.sockets();
        this.tls = tls;
        this.session = Session.getInstance(properties(settings, tls));
        this.tokens = settings.tokenUrl().map(url -> new AccessTokens(context.http(), context.clock(), url,
                settings.clientId().orElseThrow(), settings.clientSecret().orElseThrow(), settings.refreshToken(),
                settings.scope(), settings.timeout()));
    }

    private static Properties properties(MailTarget settings, SSLSocketFactory tls) {
        var properties = new Properties();
        boolean startTls = settings.security() == Security.STARTTLS;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put("mail.smtp.ssl.socketFactory", tls);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
        properties.put("mail.smtp.auth.mechanisms", settings.login() == Login.OAUTH2 ? "XOAUTH2" : "PLAIN LOGIN");
        properties.put("mail.smtp.quitwait", "false");
        settings.ehlo().ifPresent(name -> properties.put("mail.smtp.localhost", name));
        return properties;
    }

    /** A connection kept from an earlier mail. */
    Optional<Connection> kept() {
        for (var kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            if (!kept.hasRestedFor(CLOSED_WHEN_IDLE_FOR)
                    && (!kept.hasRestedFor(ASKED_WHEN_IDLE_FOR) || kept.isAlive(settings.timeout()))) {
                return Optional.of(kept);
            }
            kept.close();
        }
        return Optional.empty();
    }

    /** Keeps a connection that is in order for the next mail. */
    void give(Connection connection) {
        connection.rest();
        idle.addFirst(connection);
        if (closed) {
            close();
        }
    }

    /**
     * A new connection, ready for mail.
     *
     * @throws NotAdmittedException if there was a server, but it did not let us in
     * @throws SendException if there is no access token
     */
    Connection open() throws IOException, NotAdmittedException, SendException, InterruptedException {
        if (tokens.isEmpty()) {
            return open(settings.password().map(Secret::reveal).orElse(null));
        }
        var token = tokens.get().current();
        try {
            return open(token);
        } catch (NotAdmittedException e) {
            if (!(e.getCause() instanceof AuthenticationFailedException)) {
                throw e;
            }
            tokens.get().refused(token); // it may have been taken back before its time
            return open(tokens.get().current());
        }
    }

    private Connection open(String password) throws IOException, NotAdmittedException {
        var plain = connect();
        var watch = Connection.watch(plain, settings.timeout());
        var user = settings.user().orElse(null);
        var transport = new SMTPTransport(session, new URLName("smtp", settings.host(), settings.portUsed(), null,
                user, password));
        try {
            plain.setTcpNoDelay(true);
            var bounded = new BoundedSocket(plain);
            transport.connect(settings.security() == Security.SMTPS ? Tls.secured(bounded, tls, settings.host())
                    : bounded);
            if (user != null && !transport.supportsExtension("AUTH")) {
                throw new MessagingException("the server offers no login");
            }
            return new Connection(plain, transport);
        } catch (MessagingException | IOException e) {
            plain.close();
            throw new NotAdmittedException(transport.getLastReturnCode(), e);
        } finally {
            watch.interrupt();
        }
    }

    /** A literal address keeps its text as its name: no one else's name for it may decide which certificate is right. */
    private Socket connect() throws IOException {
        var host = settings.host();
        try {
            var literal = InetAddress.getByAddress(host, InetAddress.ofLiteral(host).getAddress());
            return sockets.createSocket(literal, settings.portUsed());
        } catch (IllegalArgumentException named) {
            return sockets.createSocket(host, settings.portUsed());
        }
    }

    @Override
    public void close() {
        closed = true;
        for (var kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            kept.close();
        }
    }
}
