package io.hmsbridge.plugins.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.Health;
import io.hmsbridge.api.ReadableTarget;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.Answer;
import io.hmsbridge.testkit.RecordingHttpServer;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulingConnectorTest {

    private final SchedulingConnectorFactory factory = new SchedulingConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);
    private RecordingHttpServer scheduling;

    @BeforeEach
    void start() throws Exception {
        scheduling = RecordingHttpServer.start();
    }

    @AfterEach
    void stop() {
        scheduling.close();
    }

    @Test
    void aPacketGoesToTheResourceOfItsKey() throws Exception {
        try (var context = context(); var connector = factory.create(context)) {
            var result = connector.send(packets.of(Map.of("perDiem", new BigDecimal("68.00"))));

            assertThat(result).isEqualTo(SendResult.delivered("PATCH /v1/allowances/{$key} 204"));
            assertThat(scheduling.last()).hasToString("PATCH /v1/allowances/key {\"perDiem\":68.00}");
            assertThat(scheduling.last().header("X-API-Key")).contains("k3y");
            assertThat(scheduling.last().header("Idempotency-Key")).contains("test/pkt-1");
        }
    }

    @Test
    void whatAKeyHoldsIsReadBack() throws Exception {
        try (var context = context(); var connector = factory.create(context)) {
            var readable = (ReadableTarget) connector;
            var with = packets.of(Map.of()).with();

            scheduling.answer(Answer.status(200).json("{\"perDiem\":68.00}"));
            assertThat(readable.read("pd/ne", with)).contains(Map.of("perDiem", new BigDecimal("68.00")));
            assertThat(scheduling.last().target()).isEqualTo("/v1/allowances/pd%2Fne");

            scheduling.answer(Answer.status(404));
            assertThat(readable.read("pd", with)).isEmpty();
        }
    }

    @Test
    void theProbeAsksForItsHealth() throws Exception {
        try (var context = context(); var connector = factory.create(context)) {
            assertThat(connector.probe()).isEqualTo(Health.awake("204"));
            assertThat(scheduling.last()).hasToString("GET /healthz");
        }
    }

    @Test
    void aMissingBaseIsToldWithItsVariable() {
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> TestContext.of(factory, Map.of()))
                .withMessageContaining("'base' is required, here or as the environment variable SCHEDULING_API");
    }

    private TestContext context() throws SettingsException {
        return TestContext.of(factory, Map.of("base", scheduling.uri().toString(), "api_key", "k3y"));
    }
}
