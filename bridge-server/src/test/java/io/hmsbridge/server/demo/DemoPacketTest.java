package io.hmsbridge.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoPacketTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    @Test
    void aSentPacketShowsItsReceiptAndTime() {
        var packet =
                new DemoPacket(Map.of("id", "pkt-1", "state", "SENT", "target", "payroll", "terminal", true, "detail",
                        "PATCH /v2/rates 204", "ms", 4L));

        assertThat(packet.line(NOW)).isEqualTo("pkt-1 → SENT  payroll PATCH /v2/rates 204 (4 ms)");
        assertThat(packet.waits()).isFalse();
    }

    @Test
    void aWaitingPacketShowsWhyAndUntilWhen() {
        var packet =
                new DemoPacket(Map.of("id", "pkt-2", "state", "RETRY", "target", "payroll", "terminal", false, "detail",
                        "payroll: connection refused", "due", "2026-11-24T08:00:00.750Z"));

        assertThat(packet.line(NOW)).isEqualTo("pkt-2 → RETRY  payroll (retry in 0.8 s)");
        assertThat(packet.detail()).isEqualTo("connection refused");
        assertThat(packet.waits()).isTrue();
    }
}
