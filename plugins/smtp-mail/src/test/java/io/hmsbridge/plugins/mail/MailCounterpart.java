package io.hmsbridge.plugins.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Effect;
import io.hmsbridge.testkit.contract.Outcome;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ServerSocketFactory;

/** GreenMail behind TLS. What was mailed is what is attached. */
final class MailCounterpart implements Counterpart {

    static final String PASSWORD = "pa55w0rd-of-mail";
    private static final TestAuthority AUTHORITY = authority();

    /** One for all tests, since its threads are not the connector's. */
    private static final GreenMail MAIL = mail();

    private final Map<String, Object> settings = new HashMap<>();
    private final MailFront front;
    private final Map<String, Set<Outcome>> failures = new LinkedHashMap<>(MailFailure.TABLE);

    private MailCounterpart(ServerSocketFactory sockets) throws Exception {
        MAIL.purgeEmailFromAllMailboxes();
        front = new MailFront(sockets, MAIL.getSmtp().getPort());
        with("host", "127.0.0.1").with("port", (long) front.port()).with("security", "smtps")
                .with("ca", AUTHORITY.certificate().toString()).with("user", "notices")
                .with("password", PASSWORD).with("client_secret", "s3cr3t-of-no-use")
                .with("refresh_token", "t0ken-of-no-use").with("from", "Notices <notices@agency.example>")
                .with("allow_domains", List.of("agency.example")).with("timeout", "1s");
    }

    static MailCounterpart start() throws Exception {
        return new MailCounterpart(AUTHORITY.context().getServerSocketFactory());
    }

    /** Without TLS. */
    static MailCounterpart plain() throws Exception {
        return new MailCounterpart(ServerSocketFactory.getDefault());
    }

    private static GreenMail mail() {
        var mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        quieten();
        mail.setUser("notices@agency.example", "notices", PASSWORD);
        Runtime.getRuntime().addShutdownHook(new Thread(mail::stop));
        return mail;
    }

    /** GreenMail's threads would print every mail that these tests cut off. */
    private static void quieten() {
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (!thread.getName().startsWith("smtp:") && before != null) {
                before.uncaughtException(thread, thrown);
            } else if (!thread.getName().startsWith("smtp:")) {
                thrown.printStackTrace(System.err);
            }
        });
    }

    private static TestAuthority authority() {
        try {
            var folder = Files.createTempDirectory("hms-bridge-mail");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return TestAuthority.in(folder, "ip:127.0.0.1");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    MailCounterpart with(String setting, Object value) {
        settings.put(setting, value);
        return this;
    }

    /** Takes a setting back. */
    MailCounterpart without(String setting) {
        settings.remove(setting);
        return this;
    }

    /** Plays no other failures than these. */
    MailCounterpart failing(Set<String> ways) {
        failures.keySet().retainAll(ways);
        return this;
    }

    MailFront front() {
        return front;
    }

    /** The mail that has arrived. */
    List<MimeMessage> received() {
        return List.of(MAIL.getReceivedMessages());
    }

    MimeMessage last() {
        return received().getLast();
    }

    @Override
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public List<Effect> effects() {
        var effects = new ArrayList<Effect>();
        for (var message : received()) {
            var content = ExactJson.read(attached(message));
            if (content instanceof List<?> digest) {
                digest.forEach(one -> effects.add(new Effect(one)));
            } else {
                effects.add(new Effect(content));
            }
        }
        return effects;
    }

    static byte[] attached(MimeMessage message) {
        try {
            return part(message, 1).getInputStream().readAllBytes();
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    static BodyPart part(MimeMessage message, int index) throws IOException, MessagingException {
        return ((MimeMultipart) message.getContent()).getBodyPart(index);
    }

    @Override
    public Map<String, Set<Outcome>> failures() {
        return failures;
    }

    @Override
    public void play(String failure) throws IOException {
        front.play(failure);
    }

    @Override
    public void behave() throws IOException {
        front.behave();
    }

    /** A header of its own, were it let. */
    @Override
    public Map<String, Object> poison() {
        return Map.of("about", "rates\r\nBcc: everyone@elsewhere.example");
    }

    @Override
    public int connections() {
        return front.connections();
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
