package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.Packet;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A mail under a message id that stays the same; it knows whether the server has been given any of its content. */
final class Mail extends MimeMessage {

    private final String id;
    private volatile boolean begun;

    private Mail(Session session, String id) {
        super(session);
        this.id = id;
    }

    /** @param notices of one envelope, at least one */
    static Mail of(List<Notice> notices, Session session, String target, InternetAddress from, Instant now)
            throws MessagingException, UnfitException {
        var envelope = notices.getFirst().envelope();
        var packets = notices.stream().map(Notice::packet).toList();
        var domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
        var mail = new Mail(session,
                Headers.messageId(packets.stream().map(Packet::idempotencyKey).sorted().toList(), domain));
        mail.setFrom(from);
        mail.setRecipients(RecipientType.TO, envelope.to().toArray(Address[]::new));
        mail.setRecipients(RecipientType.CC, envelope.cc().toArray(Address[]::new));
        mail.setSubject(subject(notices, target), "UTF-8");
        mail.setSentDate(Date.from(now));
        mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no one's holiday notice is to answer
        fill(mail, notices, envelope.use(), packets);
        mail.saveChanges();
        return mail;
    }

    /** Whether the content has begun to go to the server: from then on a failure leaves it unknown what became of it. */
    boolean isBegun() {
        return begun;
    }

    String id() {
        return id;
    }

    @Override
    public void writeTo(OutputStream out, String[] without) throws IOException, MessagingException {
        begun = true;
        super.writeTo(out, without);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    private static String subject(List<Notice> notices, String target) throws UnfitException {
        if (notices.size() == 1) {
            return notices.getFirst().subject();
        }
        Function<String, Object> values = name -> switch (name) {
            case "$count" -> Long.valueOf(notices.size());
            case "$target" -> target;
            default -> null;
        };
        var subject = Template.of("digest_subject", notices.getFirst().envelope().use().digestSubject())
                .fill(values, UnaryOperator.identity());
        Headers.check("digest_subject", subject);
        return subject;
    }

    private static void fill(Mail mail, List<Notice> notices, MailUse use, List<Packet> packets)
            throws MessagingException {
        var text = notices.stream().map(Notice::text).collect(Collectors.joining("\n----\n"));
        var html = notices.stream().map(Notice::html).collect(Collectors.joining("\n<hr>\n"));
        if (use.attach() == Attachment.NONE && use.html().isEmpty()) {
            mail.setText(text, "UTF-8");
            return;
        }
        var body = new MimeBodyPart();
        body.setText(text, "UTF-8");
        if (use.html().isPresent()) {
            var shown = new MimeBodyPart();
            shown.setText(html, "UTF-8", "html");
            var alternative = new MimeMultipart("alternative", body, shown);
            if (use.attach() == Attachment.NONE) {
                mail.setContent(alternative);
                return;
            }
            body = new MimeBodyPart();
            body.setContent(alternative);
        }
        var name = packets.size() == 1 ? packets.getFirst().id().text() : "packets";
        mail.setContent(new MimeMultipart(body, use.attach().part(packets, name)));
    }
}
