package io.hmsbridge.plugins.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Health;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mail server that most mail servers are. */
class PostfixIT {

    @TempDir
    private static Path folder;

    private static final MailConnectorFactory FACTORY = new MailConnectorFactory();
    private final TestPackets packets = new TestPackets(FACTORY);
    private static TestAuthority authority;
    private static Postfix postfix;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.in(folder, "ip:127.0.0.1");
        postfix = Postfix.start(Files.createDirectory(folder.resolve("postfix")), authority);
    }

    @AfterAll
    static void stop() throws Exception {
        if (postfix != null) {
            postfix.close();
        }
    }

    @Test
    void aNoticeReachesTheMailboxByStarttls() throws Exception {
        var sent = send("starttls", Map.of("dailyRate", new BigDecimal("68.00")),
                Map.of("to", List.of("payroll@agency.example"), "subject", "Rate {dailyRate} ✓", "attach", "json"));

        assertThat(sent).isEqualTo(SendResult.delivered("mail <test/pkt-1@agency.example> 250"));
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(postfix.delivered()).singleElement()
                .asString().contains("Message-ID: <test/pkt-1@agency.example>", "with ESMTPS",
                        "Subject: =?UTF-8?Q?Rate_68.00_=E2=9C=93?=", "eyJkYWlseVJhdGUiOjY4LjAwfQ=="));
    }

    @Test
    void whatItWillNeverTakeIsRejected() throws Exception {
        assertThat(
                send("starttls", Map.of("x", 1), Map.of("to", List.of("payroll@agency.example", "no@agency.example"))))
                .isInstanceOfSatisfying(SendResult.Reject.class,
                        reject -> assertThat(reject.reason()).endsWith("refuses a recipient (550)"));
        assertThat(
                send("starttls", Map.of("x", "long ".repeat(100_000)), Map.of("to", List.of("payroll@agency.example"))))
                .isInstanceOfSatisfying(SendResult.Reject.class,
                        reject -> assertThat(reject.reason()).endsWith("refuses the mail (552)"));
    }

    @Test
    void withoutTlsItTakesNothing() throws Exception {
        assertThat(send("none", Map.of("x", 1), Map.of("to", List.of("payroll@agency.example"))))
                .isInstanceOfSatisfying(SendResult.TargetFault.class,
                        fault -> assertThat(fault.reason()).endsWith("wants a login (530)"));
    }

    @Test
    void aCertificateThatNobodyKnowsStopsStarttls() throws Exception {
        var settings = settings("starttls");
        settings.remove("ca");
        try (var context = TestContext.of(FACTORY, settings); var connector = FACTORY.create(context)) {
            assertThat(connector.send(packets.of(Map.of("x", 1), Map.of("to", List.of("payroll@agency.example")))))
                    .isInstanceOfSatisfying(SendResult.TargetFault.class,
                            fault -> assertThat(fault.reason()).contains("no trusted TLS connection"));
        }
    }

    @Test
    void theProbeSendsNothing() throws Exception {
        try (var context = TestContext.of(FACTORY, settings("starttls")); var connector = FACTORY.create(context)) {
            assertThat(connector.probe()).isEqualTo(Health.awake("the server answers"));
        }
    }

    private SendResult send(String security, Map<String, ?> fields, Map<String, ?> with) throws Exception {
        try (var context = TestContext.of(FACTORY, settings(security)); var connector = FACTORY.create(context)) {
            return connector.send(packets.of(fields, with));
        }
    }

    private static Map<String, Object> settings(String security) throws Exception {
        return new HashMap<>(Map.of("host", "127.0.0.1", "port", (long) postfix.port(), "security", security, "ca",
                authority.certificate().toString(), "from", "notices@agency.example", "allow_domains",
                List.of("agency.example")));
    }
}
