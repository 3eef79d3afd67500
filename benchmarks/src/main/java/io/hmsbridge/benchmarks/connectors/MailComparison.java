package io.hmsbridge.benchmarks.connectors;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.mail.MailConnectorFactory;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** {@code MailConnector} beside Angus Mail's kept transports: a plain mail for each packet, to GreenMail. */
final class MailComparison {

    private static final Work WORK = new Work(4, 1, 250, 0.8);
    private static final String FROM = "notices@agency.example";
    private static final String TO = "ann@agency.example";

    private MailComparison() {}

    static Comparison open() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        int port = server.getSmtp().getPort();
        var factory = new MailConnectorFactory();
        var packets = new Packets(factory, Map.of("to", List.of(TO), "subject", "Per diem is now {rate}", "text",
                "Approved: {rate} for {grade}, {note}"));
        var connector = new ConnectorSide(factory, Map.of("host", "127.0.0.1", "port", (long) port, "security", "none",
                "from", FROM, "allow_domains", List.of("agency.example")));
        return new Comparison(WORK, packets, connector, new Bare(port, WORK.threads()), new Mailboxes(server));
    }

    private record Mailboxes(GreenMail mail) implements Comparison.Server {

        @Override
        public void clear() throws FolderException {
            mail.purgeEmailFromAllMailboxes();
        }

        @Override
        public void close() {
            mail.stop();
        }
    }

    private static final class Bare implements Side {

        private final Session session;
        private final List<Transport> transports = new ArrayList<>();

        private Bare(int port, int threads) throws MessagingException {
            var properties = new Properties();
            properties.put("mail.smtp.host", "127.0.0.1");
            properties.put("mail.smtp.port", Integer.toString(port));
            session = Session.getInstance(properties);
            for (int i = 0; i < threads; i++) {
                var transport = session.getTransport("smtp");
                transport.connect();
                transports.add(transport);
            }
        }

        @Override
        public void write(int thread, List<Packet> packets) throws MessagingException {
            var fields = packets.getFirst().fields();
            var mail = new MimeMessage(session);
            mail.setFrom(new InternetAddress(FROM));
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress(TO));
            mail.setSubject("Per diem is now " + fields.get("rate"));
            mail.setText("Approved: " + fields.get("rate") + " for " + fields.get("grade") + ", " + fields.get("note"));
            mail.saveChanges();
            transports.get(thread).sendMessage(mail, mail.getAllRecipients());
        }

        @Override
        public void close() throws MessagingException {
            for (var transport : transports) {
                transport.close();
            }
        }
    }
}
