package io.hmsbridge.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.hmsbridge.api.Secret;
import io.hmsbridge.server.notice.Notices.Login;
import io.hmsbridge.server.notice.Notices.Mailbox;
import io.hmsbridge.server.notice.Notices.Security;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices by mail, to a real mail server. */
class MailerTest {

    private static final Instant NIGHT = Instant.parse("2026-11-26T23:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-11-27T06:00:00Z");

    private GreenMail server;

    @BeforeEach
    void start() {
        server = started(0);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static GreenMail started(int port) {
        var mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.setUser("operators@agency.example", "bridge", "s3cret");
        mail.start();
        return mail;
    }

    private static Mailbox mailbox(int port, Security security, Optional<Login> login) {
        return new Mailbox("127.0.0.1", port, security, login, "bridge@agency.example",
                List.of("operators@agency.example"));
    }

    private Mailbox mailbox() {
        return mailbox(server.getSmtp().getPort(), Security.NONE,
                Optional.of(new Login("bridge", new Secret("s3cret"))));
    }

    private static Notice notice(String text) {
        return new Notice(Notice.Kind.TARGET_DOWN, "payroll", text, NIGHT);
    }

    private MimeMessage only() {
        assertThat(server.getReceivedMessages()).hasSize(1);
        return server.getReceivedMessages()[0];
    }

    @Test
    void aNoticeIsAMail() throws Exception {
        var notice = notice("payroll: no answer, für jetzt\r\nBcc: all@agency.example");

        new Mailer(mailbox()).send(List.of(notice));

        assertThat(only().getSubject())
                .isEqualTo("[HMS Bridge] payroll: no answer, für jetzt Bcc: all@agency.example");
        assertThat(only().getHeader("Bcc")).isNull();
        assertThat(only().getMessageID()).isEqualTo("<" + notice.id() + "@hms-bridge>");
        assertThat(only().getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(only().getContent().toString())
                .startsWith("2026-11-26T23:00:00Z  bridge.notice.target.down")
                .contains("payroll: no answer, für jetzt");
    }

    @Test
    void whatWaitedForTheEndOfQuietHoursIsOneMail() throws Exception {
        var now = new AtomicReference<>(NIGHT);
        try (var post = new Post(new Mailer(mailbox()), QuietHours.parse("22:00-06:00", ZoneOffset.UTC), now::get)) {
            for (int i = 1; i <= 3; i++) {
                post.accept(notice("target " + i + " is down"));
            }
            assertThat(server.getReceivedMessages()).isEmpty();
            now.set(MORNING);
            await().until(() -> server.getReceivedMessages().length > 0);

            assertThat(only().getSubject()).isEqualTo("[HMS Bridge] 3 notices, the first: target 1 is down");
            assertThat(only().getContent().toString()).containsSubsequence("target 1", "target 2", "target 3");
        }
    }

    @Test
    void aServerThatIsDownGetsThemOnceItIsBack() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server.stop();
        try (var post = new Post(new Mailer(mailbox(port, Security.NONE, Optional.empty())), Optional.empty(),
                () -> MORNING)) {
            post.accept(notice("one"));
            post.accept(notice("two"));
            server = started(port);
            await().until(() -> String.join("\n", texts()).contains("two"));
        }
        assertThat(String.join("\n", texts())).containsOnlyOnce("    one").containsOnlyOnce("    two");
    }

    private List<String> texts() throws Exception {
        var texts = new ArrayList<String>();
        for (var message : server.getReceivedMessages()) {
            texts.add(message.getContent().toString());
        }
        return texts;
    }

    @Test
    void nothingGoesWithoutTheSecurityThatWasAskedForOrWithAWrongPassword() {
        int port = server.getSmtp().getPort();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () -> new Mailer(mailbox(port, Security.STARTTLS, Optional.empty())).send(List.of(notice("a"))))
                .withMessageContaining("STARTTLS");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Mailer(mailbox(port, Security.NONE,
                Optional.of(new Login("bridge", new Secret("wr0ng"))))).send(List.of(notice("a"))))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wr0ng"));
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
