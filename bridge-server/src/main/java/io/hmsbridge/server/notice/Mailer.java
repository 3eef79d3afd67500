package io.hmsbridge.server.notice;

import io.hmsbridge.server.notice.Notices.Mailbox;
import io.hmsbridge.server.notice.Notices.Security;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Mails notices, those that wait together as one mail. It is not the plugin that mails packets: it must still tell that this one was
 * refused.
 */
final class Mailer implements Sender {

    private static final String TIMEOUT = "10000";
    private static final int LONGEST_SUBJECT = 150;

    private final Mailbox mailbox;
    private final Session session;

    Mailer(Mailbox mailbox) {
        this.mailbox = mailbox;
        session = Session.getInstance(properties(mailbox));
    }

    private static Properties properties(Mailbox mailbox) {
        var properties = new Properties();
        properties.put("mail.smtp.host", mailbox.host());
        properties.put("mail.smtp.port", Integer.toString(mailbox.port()));
        properties.put("mail.smtp.connectiontimeout", TIMEOUT);
        properties.put("mail.smtp.timeout", TIMEOUT);
        properties.put("mail.smtp.writetimeout", TIMEOUT);
        properties.put("mail.smtp.ssl.enable", Boolean.toString(mailbox.security() == Security.SMTPS));
        boolean startTls = mailbox.security() == Security.STARTTLS;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.auth", Boolean.toString(mailbox.login().isPresent()));
        return properties;
    }

    @Override
    public String name() {
        return "the mail server for notices, " + mailbox.host() + ",";
    }

    @Override
    public int most() {
        return 50;
    }

    @Override
    public void send(List<Notice> notices) throws IOException {
        try (var transport = (SMTPTransport) session.getTransport("smtp")) {
            if (mailbox.login().isPresent()) {
                var login = mailbox.login().get();
                transport.connect(login.user(), login.password().reveal());
            } else {
                transport.connect();
            }
            var mail = mail(notices);
            transport.sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException e) {
            throw new IOException(e.getMessage() == null ? e.getClass().getSimpleName()
                    : e.getMessage().lines().findFirst().orElse(""), e);
        }
    }

    private MimeMessage mail(List<Notice> notices) throws MessagingException {
        var first = notices.getFirst();
        var mail = new Mail(session, "<" + first.id() + "@hms-bridge>");
        mail.setFrom(new InternetAddress(mailbox.from()));
        for (var to : mailbox.to()) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        mail.setSubject("[HMS Bridge] " + (notices.size() == 1 ? line(first.text())
                : notices.size() + " notices, the first: " + line(first.text())), StandardCharsets.UTF_8.name());
        mail.setText(notices.stream().map(notice -> "%s  %s%n    %s".formatted(notice.at(), notice.kind().type(),
                notice.text())).collect(Collectors.joining("\n\n")) + "\n", StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(first.at()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.saveChanges();
        return mail;
    }

    /** No header can be made of it. */
    private static String line(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT) + "...";
    }

    @Override
    public void close() {
        // Connections last for one mail.
    }

    /** One whose id stays the same when it is sent again. */
    private static final class Mail extends MimeMessage {

        private final String id;

        Mail(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
