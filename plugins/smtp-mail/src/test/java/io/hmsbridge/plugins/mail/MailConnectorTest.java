package io.hmsbridge.plugins.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import jakarta.mail.Address;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailConnectorTest {

    private static final Map<String, Object> TO = Map.of("to", List.of("payroll@agency.example"));

    private final MailConnectorFactory factory = new MailConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);
    private MailCounterpart mail;

    @BeforeEach
    void start() throws Exception {
        mail = MailCounterpart.start().with("timeout", "10s");
    }

    @AfterEach
    void stop() throws Exception {
        mail.close();
    }

    @Test
    void aNoticeIsFilledInFromThePacket() throws Exception {
        var fields = ordered("dailyRate", new BigDecimal("68.00"), "who", Map.of("name", "Zoë <b>"), "gone", null);

        var result = send(fields, and(TO, "subject", "Rate {dailyRate} für {who.name}{nothing}", "text",
                "{{Now}} {dailyRate}, {gone}{$type} {$packet} {$target} {$key}"));

        assertThat(result).isEqualTo(SendResult.delivered("mail <test/pkt-1@agency.example> 250"));
        assertThat(mail.last().getSubject()).isEqualTo("Rate 68.00 für Zoë <b>");
        assertThat(mail.last().getContent().toString().strip())
                .isEqualTo("{Now} 68.00, test.happened pkt-1 under-test key");
        assertThat(mail.last().getFrom()[0]).hasToString("Notices <notices@agency.example>");
        assertThat(mail.last().getMessageID()).isEqualTo("<test/pkt-1@agency.example>");
        assertThat(mail.last().getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void withoutATemplateAllFieldsAreListed() throws Exception {
        send(ordered("dailyRate", new BigDecimal("68.00"), "grades", List.of(1L, "b")), TO);

        assertThat(mail.last().getSubject()).isEqualTo("test.happened: subject");
        assertThat(mail.last().getContent().toString().strip()).isEqualTo("dailyRate: 68.00\r\ngrades: [1,\"b\"]");
    }

    @Test
    void valuesCannotBreakOutOfTheHtml() throws Exception {
        send(Map.of("name", "<script>\"'&"), and(TO, "html", "<p title=\"{name}\">{name}</p>", "text", "{name}"));

        assertThat(MailCounterpart.part(mail.last(), 0).getContent().toString().strip()).isEqualTo("<script>\"'&");
        assertThat(MailCounterpart.part(mail.last(), 1).getContentType()).startsWith("text/html");
        assertThat(MailCounterpart.part(mail.last(), 1).getContent().toString().strip()).isEqualTo(
                "<p title=\"&lt;script&gt;&quot;&#39;&amp;\">&lt;script&gt;&quot;&#39;&amp;</p>");
    }

    @Test
    void aSpreadsheetFindsNoFormulaInTheCsv() throws Exception {
        send(ordered("rate", new BigDecimal("-68.00"), "name", "=1+1", "tab", "\tx", "at", "@x", "minus", "-1", "plus",
                "+1", "cr", "\rx", "plain", "a,\"b\"", "+head", ""), and(TO, "attach", "csv"));

        assertThat(MailCounterpart.part(mail.last(), 1).getFileName()).isEqualTo("pkt-1.csv");
        assertThat(new String(MailCounterpart.attached(mail.last()), StandardCharsets.UTF_8)).isEqualTo(
                "rate,name,tab,at,minus,plus,cr,plain,'+head\r\n"
                        + "-68.00,'=1+1,'\tx,'@x,'-1,'+1,\"'\rx\",\"a,\"\"b\"\"\",\r\n");
    }

    @Test
    void recipientsComeFromThePacketOrElseFromTheTarget() throws Exception {
        mail.with("to", List.of("duty@agency.example")).with("allow_domains",
                List.of("agency.example", "*.gov.example"));

        send(ordered("boss", "ann@agency.example", "team", List.of("b@hr.gov.example", "c@agency.example"), "n",
                "Ann, \"x\""),
                Map.of("to", List.of("{n} <{boss}>", "{team}"), "cc", List.of("log@agency.example")));
        assertThat(mail.last().getAllRecipients()).extracting(Address::toString).containsExactly(
                "\"Ann, \\\"x\\\"\" <ann@agency.example>", "b@hr.gov.example", "c@agency.example",
                "log@agency.example");

        send(Map.of("x", 1), Map.of());
        assertThat(mail.last().getAllRecipients()).extracting(Address::toString).containsExactly("duty@agency.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x@elsewhere.example", "x@agency.example.evil.example", "x@xagency.example",
        "x@elsewhere.example,x@agency.example", "x@agency.example\r\nBcc: y@elsewhere.example", "@agency.example", "x",
        "\"x@elsewhere.example\"@agency.example", "x%elsewhere.example@agency.example", "x@agency.example>", "",
        "<x@elsewhere.example> x@agency.example", "@a.example,@b.example:x@agency.example", "x@agency.example."})
    void noValueLeadsMailElsewhere(String address) throws Exception {
        for (var to : List.of("{a}", "Ann <{a}>")) {
            assertThat(rejected(Map.of("a", address), Map.of("to", List.of(to)))).doesNotContain("elsewhere")
                    .contains("'to'");
        }
        assertThat(rejected(Map.of("a", List.of(address)), Map.of("to", List.of("{a}")))).contains("'to'");
        assertThat(mail.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nBcc: x@elsewhere.example", "\nx", "\rx", "\u0000", "\u2028x", "\u0085x"})
    void noValueAddsAHeader(String value) throws Exception {
        assertThat(rejected(Map.of("v", value), and(TO, "subject", "Rate {v}"))).isEqualTo(
                "what 'subject' gives holds a line break or a control character");
        assertThat(rejected(Map.of("v", value), Map.of("to", List.of("{v} <payroll@agency.example>"))))
                .contains("'to'");
        assertThat(mail.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "a {b", "{}", "{{}"})
    void aBraceWithoutItsPartnerIsTold(String template) throws Exception {
        assertThat(rejected(Map.of(), and(TO, "text", template))).contains("'text'").contains("brace");
    }

    @Test
    void aRetryKeepsTheMessageId() throws Exception {
        try (var context = context(); var connector = factory.create(context)) {
            var packet = packets.of(Map.of("x", 1), TO);
            mail.play(io.hmsbridge.testkit.contract.Counterpart.CUT_AFTER_EFFECT);
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> connector.send(packet));
            mail.behave();
            connector.send(packet);
        }
        assertThat(mail.received()).hasSize(2).extracting(m -> m.getMessageID())
                .containsOnly("<test/pkt-1@agency.example>");
    }

    @Test
    void oneConnectionCarriesManyMails() throws Exception {
        try (var context = context(); var connector = factory.create(context)) {
            for (int i = 0; i < 5; i++) {
                connector.send(packets.of(Map.of("x", i), TO));
            }
        }
        assertThat(mail.received()).hasSize(5);
        assertThat(mail.front().commands()).filteredOn(c -> c.startsWith("EHLO")).hasSize(1);
    }

    @Test
    void aKeptConnectionThatTheServerHasClosedCostsNoTry() throws Exception {
        try (var context = context(); var connector = factory.create(context)) {
            connector.send(packets.of(Map.of("x", 1), TO));
            mail.front().hangUp();
            assertThat(connector.send(packets.of(Map.of("x", 2), TO))).isInstanceOf(SendResult.Delivered.class);
        }
        assertThat(mail.received()).hasSize(2);
    }

    @Test
    void anAccessTokenLogsInByXoauth2() throws Exception {
        mail.with("login", "oauth2").with("password", "t0ken").play(MailFailure.XOAUTH2);

        assertThat(send(Map.of("x", 1), TO)).isInstanceOf(SendResult.Delivered.class);
        assertThat(mail.front().commands()).contains("AUTH XOAUTH2 " + Base64.getEncoder().encodeToString(
                "user=notices\u0001auth=Bearer t0ken\u0001\u0001".getBytes(StandardCharsets.UTF_8)));
    }

    /** GreenMail compares the token with the account's password. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "       | grant_type=client_credentials&scope=smtp.send",
        "r3fresh | grant_type=refresh_token&refresh_token=r3fresh&scope=smtp.send"})
    void anAccessTokenIsFetchedAndRenewedWhenItIsRefused(String refresh, String form) throws Exception {
        try (var tokens = TokenServer.start("st4le", MailCounterpart.PASSWORD)) {
            mail.with("login", "oauth2").without("password").with("token_url", tokens.url()).with("client_id", "bridge")
                    .with("client_secret", "s3cr3t-of-client").with("scope", "smtp.send");
            if (refresh == null) {
                mail.without("refresh_token");
            } else {
                mail.with("refresh_token", refresh);
            }
            assertThat(send(Map.of("x", 1), TO)).isInstanceOf(SendResult.Delivered.class);
            assertThat(mail.front().commands()).filteredOn(command -> command.startsWith("AUTH XOAUTH2")).hasSize(2);
            assertThat(tokens.forms()).containsExactly(form, form);
        }
    }

    @Test
    void withoutATokenTheTargetWaitsForAPerson() throws Exception {
        try (var tokens = TokenServer.start()) {
            mail.with("login", "oauth2").without("password").with("token_url", tokens.url()).with("client_id", "bridge")
                    .with("client_secret", "s3cr3t-of-client");
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> send(Map.of("x", 1), TO))
                    .withMessageContaining("no token: 400 from POST").withMessageNotContaining("s3cr3t")
                    .extracting(SendException::kind).isEqualTo(SendException.Kind.TARGET_FAULT);
        }
        assertThat(mail.front().commands()).noneMatch(command -> command.startsWith("AUTH"));
    }

    @Test
    void packetsOfOneEnvelopeGoAsOneDigest() throws Exception {
        mail.with("digest", 10L);
        try (var context = context(); var connector = (BatchConnector) factory.create(context)) {
            var use = and(TO, "text", "{n}", "html", "<i>{n}</i>", "attach", "csv");
            var results = connector.sendBatch(List.of(packets.of(Map.of("n", 1), use), packets.of(Map.of("n", 2), use),
                    packets.of(Map.of("n", 3), Map.of("to", List.of("other@agency.example")))));

            assertThat(results).hasSize(3).allMatch(r -> r instanceof SendResult.Delivered);
            assertThat(connector.batchLimit()).isEqualTo(10);
        }
        assertThat(mail.received()).hasSize(2);
        var digest = mail.received().stream().filter(m -> subject(m).startsWith("2 notices")).findFirst().orElseThrow();
        assertThat(subject(digest)).isEqualTo("2 notices from under-test");
        assertThat(new String(MailCounterpart.attached(digest), StandardCharsets.UTF_8)).isEqualTo("n\r\n1\r\n2\r\n");
        assertThat(digest.getMessageID()).isEqualTo("<test/pkt-1+test/pkt-2@agency.example>");
    }

    @Test
    void betweenTwoRoundsOfDigestsPacketsWait() throws Exception {
        mail.with("digest", 10L).with("digest_every", "1h");
        try (var context = context(); var connector = (BatchConnector) factory.create(context)) {
            assertThat(connector.send(packets.of(Map.of("n", 1), TO))).isInstanceOf(SendResult.Delivered.class);
            context.state().put("digests-opened",
                    context.clock().instant().minusSeconds(600).toString().getBytes(StandardCharsets.US_ASCII));

            assertThat(connector.send(packets.of(Map.of("n", 2), TO))).isInstanceOfSatisfying(SendResult.Retry.class,
                    retry -> {
                        assertThat(retry.scope()).isEqualTo(Scope.TARGET);
                        assertThat(retry.after().orElseThrow()).isBetween(Duration.ofMinutes(49),
                                Duration.ofMinutes(50));
                    });
            context.state().put("digests-opened",
                    context.clock().instant().minusSeconds(3600).toString().getBytes(StandardCharsets.US_ASCII));
            assertThat(connector.send(packets.of(Map.of("n", 2), TO))).isInstanceOf(SendResult.Delivered.class);
        }
        assertThat(mail.received()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ca       |                        | no trusted TLS connection",
        "security | starttls               | does not offer STARTTLS"})
    void tlsThatDoesNotHoldSendsNothing(String setting, String value, String reason) throws Exception {
        if (value == null) {
            mail.without(setting);
        } else {
            mail = plain().with(setting, value);
        }
        assertThat(send(Map.of("x", 1), TO)).isInstanceOfSatisfying(SendResult.TargetFault.class,
                fault -> assertThat(fault.reason()).contains(reason));
        assertThat(mail.front().commands()).noneMatch(c -> c.startsWith("AUTH") || c.startsWith("MAIL"));
    }

    @Test
    void aCertificateForAnotherHostSendsNothing() throws Exception {
        mail.with("host", "localhost"); // the certificate is for 127.0.0.1

        assertThat(send(Map.of("x", 1), TO)).isInstanceOfSatisfying(SendResult.TargetFault.class,
                fault -> assertThat(fault.reason()).contains("no trusted TLS connection"));
        assertThat(mail.front().commands()).isEmpty();
    }

    @Test
    void aHostThatPolicyForbidsIsNeverConnected() throws Exception {
        mail.with("host", "169.254.169.254");
        try (var context = context(); var connector = factory.create(context)) {
            assertThatExceptionOfType(io.hmsbridge.core.egress.ForbiddenAddressException.class)
                    .isThrownBy(() -> connector.send(packets.of(Map.of("x", 1), TO)));
        }
    }

    @Test
    void allThatIsWrongWithATargetIsToldAtOnce() throws Exception {
        mail.with("security", "none").without("user").with("from", "no one").with("allow_domains", List.of())
                .with("digest_every", "1h").with("timeout", "0s").with("connections", 0L);
        try (var context = context()) {
            assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> factory.create(context))
                    .satisfies(e -> assertThat(e.problems()).extracting(SettingsException.Problem::setting)
                            .containsExactlyInAnyOrder("password", "security", "from", "allow_domains", "digest_every",
                                    "timeout", "connections"));
        }
        mail.with("ca", "/no/such/file").with("security", "smtps").with("user", "u").with("from", "a@b.example")
                .with("allow_domains", List.of("b.example")).without("digest_every").without("timeout")
                .without("connections");
        try (var context = context()) {
            assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> factory.create(context))
                    .withMessageContaining("'ca' must be a readable file");
        }
    }

    @Test
    void theDefaultsAreAsDocumented() throws Exception {
        mail.without("port").without("security").without("timeout");
        try (var context = context()) {
            var target = context.settings(MailTarget.class);
            assertThat(target.portUsed()).isEqualTo(587);
            assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(30));
            assertThat(target.digest()).isEqualTo(1);
            assertThat(target.connections()).isEqualTo(4);
            assertThat(target.login()).isEqualTo(MailTarget.Login.PASSWORD);
        }
    }

    private MailCounterpart plain() throws Exception {
        mail.close();
        return MailCounterpart.plain().with("timeout", "10s");
    }

    private static String subject(jakarta.mail.internet.MimeMessage message) {
        try {
            return message.getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String rejected(Map<String, ?> fields, Map<String, ?> with) throws Exception {
        try (var context = context(); var connector = factory.create(context)) {
            var packet = packets.of(fields, with);
            return org.assertj.core.api.Assertions
                    .catchThrowableOfType(SendException.class, () -> connector.send(packet))
                    .getMessage();
        }
    }

    private SendResult send(Map<String, ?> fields, Map<String, ?> with) throws Exception {
        try (var context = context(); var connector = factory.create(context)) {
            return connector.send(packets.of(fields, with));
        }
    }

    private TestContext context() throws SettingsException {
        return TestContext.of(factory, mail.settings());
    }

    private static Map<String, Object> and(Map<String, ?> some, Object... more) {
        var all = new HashMap<String, Object>(some);
        all.putAll(ordered(more));
        return all;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        var pairs = Arrays.asList(namesAndValues).iterator();
        while (pairs.hasNext()) {
            map.put((String) pairs.next(), pairs.next());
        }
        return map;
    }
}
