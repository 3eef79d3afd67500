package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocketFactory;

/** Makes mail of packets and takes it to the server. */
final class Postman implements AutoCloseable {

    private final MailTarget settings;
    private final ConnectorContext context;
    private final InternetAddress from;
    private final Recipients recipients;
    private final Connections connections;
    private final Refusal refusal;
    private final Semaphore atOnce;

    Postman(MailTarget settings, ConnectorContext context, InternetAddress from, SSLSocketFactory tls) {
        this.settings = settings;
        this.context = context;
        this.from = from;
        recipients = new Recipients(settings.allowDomains());
        connections = new Connections(settings, context, tls);
        refusal = new Refusal(settings);
        atOnce = new Semaphore(settings.connections());
    }

    /** @throws UnfitException if no mail can be made of it */
    Notice notice(Packet packet) throws UnfitException {
        return Notice.of(packet, context.target(), settings, recipients);
    }

    /** @param notices of one envelope, at least one */
    SendResult send(List<Notice> notices) throws Exception {
        var mail = Mail.of(notices, connections.session, context.target(), from, context.clock().instant());
        var result = judged(mail);
        if (!(result instanceof SendResult.Delivered) && Thread.interrupted()) {
            throw new InterruptedException("the mail was interrupted");
        }
        return result;
    }

    private SendResult judged(Mail mail) throws Exception {
        try {
            atOnce.acquire();
            try {
                return send(mail);
            } finally {
                atOnce.release();
            }
        } catch (IOException e) {
            return refusal.notConnected(e);
        } catch (NotAdmittedException e) {
            return refusal.notAdmitted(e);
        }
    }

    /** A server may have hung up on a kept connection: before the mail is begun that costs a new one, and no more. */
    private SendResult send(Mail mail)
            throws IOException, NotAdmittedException, SendException, InterruptedException {
        var kept = connections.kept();
        if (kept.isPresent()) {
            try {
                return hand(mail, kept.get());
            } catch (MessagingException e) {
                if (!refusal.isHangUp(e) || mail.isBegun() || Thread.currentThread().isInterrupted()) {
                    return refusal.notSent(e, mail);
                }
            }
        }
        try {
            return hand(mail, connections.open());
        } catch (MessagingException e) {
            return refusal.notSent(e, mail);
        }
    }

    private SendResult hand(Mail mail, Connection connection) throws MessagingException {
        try {
            connection.send(mail, settings.timeout());
        } catch (MessagingException e) {
            connection.close();
            throw e;
        }
        int code = connection.transport.getLastReturnCode();
        connections.give(connection);
        return SendResult.delivered("mail " + mail.id() + " " + code);
    }

    Health probe() throws IOException {
        try {
            var kept = connections.kept();
            var connection = kept.isPresent() ? kept.get() : connections.open();
            boolean alive = connection.isAlive(settings.timeout());
            if (alive) {
                connections.give(connection);
            } else {
                connection.close();
            }
            return alive ? Health.awake("the server answers") : Health.asleep(settings.where() + " hangs up");
        } catch (SendException e) {
            return Health.asleep(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.asleep("interrupted");
        } catch (NotAdmittedException e) {
            return Health.asleep(switch (refusal.notAdmitted(e)) {
                case SendResult.TargetFault(var reason) -> reason;
                case SendResult.Retry retry -> retry.reason();
                default -> settings.where() + " does not let us in";
            });
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
