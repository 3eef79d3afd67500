package io.hmsbridge.plugins.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Health;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.Answer;
import io.hmsbridge.testkit.RecordingHttpServer;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PayrollConnectorTest {

    private static final Map<String, Object> RATE = Map.of("dailyRate", new BigDecimal("68.00"));

    private final PayrollConnectorFactory factory = new PayrollConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);
    private RecordingHttpServer payroll;

    @BeforeEach
    void start() throws Exception {
        payroll = RecordingHttpServer.start();
    }

    @AfterEach
    void stop() {
        payroll.close();
    }

    @Test
    void aPacketArrivesToTheDigitUnderItsKey() throws Exception {
        var result = send(Map.of(), Map.of());

        assertThat(result).isEqualTo(SendResult.delivered("PATCH /v2/rates 204"));
        assertThat(payroll.last()).hasToString("PATCH /v2/rates {\"dailyRate\":68.00}");
        assertThat(payroll.last().header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(payroll.last().header("Idempotency-Key")).contains("test/pkt-1");
        assertThat(payroll.last().header("Authorization")).isEmpty();
    }

    @Test
    void theSheetsPathGoesBelowTheBasesOwn() throws Exception {
        send(Map.of("base", payroll.uri() + "/hr/api/"), Map.of("path", "/v3//rates?dry=true"));
        assertThat(payroll.last().target()).isEqualTo("/hr/api/v3/rates?dry=true");

        send(Map.of("base", payroll.uri() + "/hr"), Map.of("path", "//elsewhere.example/rates"));
        assertThat(payroll.last().target()).isEqualTo("/hr/elsewhere.example/rates");
    }

    @Test
    void whatAPathCannotHoldIsEncoded() throws Exception {
        send(Map.of(), Map.of("path", "/rates of {dailyRate}|"));
        assertThat(payroll.last().target()).isEqualTo("/rates%20of%2068.00%7C");
    }

    @Test
    void theTokenIsSentAndShownNowhere() throws Exception {
        payroll.answer(Answer.status(401));
        try (var context = context(Map.of("token", "s3cr3t"))) {
            var connector = factory.create(context);
            var result = connector.send(packets.of(RATE));

            assertThat(payroll.last().header("Authorization")).contains("Bearer s3cr3t");
            assertThat(result).isInstanceOf(SendResult.TargetFault.class);
            assertThat(connector.probe()).isEqualTo(Health.asleep("401 from GET /healthz"));
            assertThat(result + " " + connector + " " + context.settings()).doesNotContain("s3cr3t");
        }
    }

    @Test
    void theStatusDecidesWhatHappensNext() throws Exception {
        payroll.answer(Answer.status(422));
        assertThat(send(Map.of(), Map.of())).isInstanceOf(SendResult.Reject.class);

        payroll.answer(Answer.status(503).header("Retry-After", "7"));
        assertThat(send(Map.of(), Map.of())).isInstanceOfSatisfying(SendResult.Retry.class, retry -> {
            assertThat(retry.after()).contains(Duration.ofSeconds(7));
            assertThat(retry.scope()).isEqualTo(Scope.TARGET);
        });
    }

    @Test
    void noAnswerInTimeIsUnknownAndNoConnectionIsARetry() {
        payroll.answer(Answer.none());
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send(Map.of("timeout", "300ms"), Map.of()))
                .extracting(SendException::kind).isEqualTo(SendException.Kind.UNKNOWN);

        payroll.sleep();
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send(Map.of(), Map.of()))
                .extracting(SendException::kind).isEqualTo(SendException.Kind.RETRY);
    }

    @Test
    void theProbeTellsAwakeFromAsleep() throws Exception {
        try (var context = context(Map.of())) {
            var connector = factory.create(context);

            assertThat(connector.probe()).isEqualTo(Health.awake("204"));
            payroll.answer(Answer.status(404));
            assertThat(connector.probe().state()).isEqualTo(Health.State.AWAKE);
            payroll.answer(Answer.status(503));
            assertThat(connector.probe().state()).isEqualTo(Health.State.ASLEEP);
            payroll.sleep();
            assertThatThrownBy(connector::probe).isInstanceOf(SendException.class);
        }
    }

    @Test
    void theDefaultsAreAsDocumented() throws Exception {
        try (var context = TestContext.of(factory, Map.of(), Map.of("PAYROLL_API", "https://hr.agency.example/api"))) {
            var target = context.settings(PayrollConnectorFactory.Target.class);

            assertThat(target.base()).hasToString("https://hr.agency.example/api");
            assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(target.token()).isEqualTo(Optional.empty());
            assertThat(packets.of(RATE).with(PayrollConnectorFactory.Use.class).path()).isEqualTo("/v2/rates");
        }
    }

    @Test
    void aBaseThatIsMissingOrNoHttpAddressIsRefusedBeforeAnythingIsSent() throws Exception {
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> TestContext.of(factory, Map.of()))
                .withMessageContaining("'base' is required, here or as the environment variable PAYROLL_API");
        try (var context = context(Map.of("base", "ftp://hr.agency.example"))) {
            assertThatThrownBy(() -> factory.create(context))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("'base' needs an absolute http or https address");
        }
    }

    private SendResult send(Map<String, ?> settings, Map<String, ?> with) throws Exception {
        try (var context = context(settings); var connector = factory.create(context)) {
            return connector.send(packets.of(RATE, with));
        }
    }

    private TestContext context(Map<String, ?> settings) throws SettingsException {
        var written = new HashMap<String, Object>(Map.of("base", payroll.uri().toString()));
        written.putAll(settings);
        return TestContext.of(factory, written);
    }
}
