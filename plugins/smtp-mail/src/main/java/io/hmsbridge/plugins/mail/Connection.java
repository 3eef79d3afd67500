package io.hmsbridge.plugins.mail;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** One connection to the mail server, logged in. Used by one thread at a time. */
final class Connection implements AutoCloseable {

    private final Socket socket;
    final SMTPTransport transport;
    private long idleSince = System.nanoTime();

    /** @param socket beneath TLS, closing which ends whatever the transport waits for */
    Connection(Socket socket, SMTPTransport transport) {
        this.socket = socket;
        this.transport = transport;
    }

    /** Bounds what is done until it is closed: when the time is up the connection breaks. */
    static Thread watch(Socket socket, Duration limit) {
        return Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(limit);
                socket.close();
            } catch (InterruptedException done) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    void send(Mail mail, Duration limit) throws MessagingException {
        var watch = watch(socket, limit);
        try {
            transport.sendMessage(mail, mail.getAllRecipients());
        } finally {
            watch.interrupt();
        }
    }

    /** Asks the server whether it is still there. */
    boolean isAlive(Duration limit) {
        var watch = watch(socket, limit);
        try {
            return transport.isConnected();
        } finally {
            watch.interrupt();
        }
    }

    void rest() {
        idleSince = System.nanoTime();
    }

    boolean hasRestedFor(Duration time) {
        return System.nanoTime() - idleSince > time.toNanos();
    }

    /** Hangs up, politely but without waiting for the server's goodbye. */
    @Override
    public void close() {
        try {
            transport.close();
            socket.close();
        } catch (MessagingException | IOException gone) {
            // It was to be closed anyway.
        }
    }
}
