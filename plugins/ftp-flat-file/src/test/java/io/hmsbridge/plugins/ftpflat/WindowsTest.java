package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.plugins.ftpflat.FtpFlatConnectorFactory.Target;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private final FtpFlatConnectorFactory factory = new FtpFlatConnectorFactory();
    private final TestPackets made = new TestPackets(factory);

    @Test
    void packetsOfAWindowShareAFileThatGoesWhenItHasClosed() throws Exception {
        try (var site = FtpSite.start()) {
            var settings = new HashMap<>(site.settings());
            settings.putAll(Map.of("batch", 10L, "window", "15m"));
            var now = Clock.fixed(Instant.parse("2026-12-07T12:34:00Z"), ZoneOffset.UTC);
            try (var context = TestContext.of(factory, settings)) {
                var target = Site.of(context.settings(Target.class), now);
                try (var ftp = new FtpFlatConnector(target, new Connections(target, context.sockets()), now)) {
                    assertThat(ftp.sendBatch(List.of(accepted("12:14:59.999"), accepted("12:15:00"),
                            accepted("12:29:59"), accepted("12:30:00")))).containsExactly(
                                    SendResult.delivered("put pkt-1.csv: 6 bytes"),
                                    SendResult.delivered("put pkt-2-to-pkt-3.csv: 9 bytes"),
                                    SendResult.delivered("put pkt-2-to-pkt-3.csv: 9 bytes"),
                                    SendResult.retry("it goes with the file that closes at 2026-12-07T12:45:00Z",
                                            Duration.ofMinutes(11), Scope.TARGET));
                }
            }
            assertThat(site.read("pkt-2-to-pkt-3.csv")).isEqualTo("n\r\n2\r\n3\r\n");
            assertThat(site.names()).containsExactly("pkt-1.csv", "pkt-2-to-pkt-3.csv");
        }
    }

    @Test
    void aWindowOfNoTimeOrOfOnePacketOrBesideBusinessDaysIsRefused() {
        refused(Map.of("window", "0s", "batch", 2L), "'window' must be longer than nothing");
        refused(Map.of("window", "15m"), "'window' needs a 'batch' above 1");
        refused(Map.of("window", "15m", "batch", 2L, "day_closes", "17:00"),
                "'window' and 'day_closes' do not go together");
    }

    private void refused(Map<String, Object> settings, String why) {
        var all = new HashMap<String, Object>(Map.of("url", "ftp://127.0.0.1", "user", "x"));
        all.putAll(settings);
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> {
            try (var context = TestContext.of(factory, all)) {
                factory.create(context);
            }
        }).withMessageContaining(why);
    }

    private Packet accepted(String time) throws Exception {
        var with = Map.of("name", "{id}.csv");
        var packet = made.of(Map.of("n", 1), with);
        var at = Instant.parse("2026-12-07T" + time + "Z");
        return new Packet(packet.id(), packet.idempotencyKey(), new Packet.Origin("/test", "e", "t", "s", at, at),
                "key",
                1, 1, Packet.Form.FIELDS, Map.of("n", packet.id().event()), factory.use().read(with, _ -> null), "");
    }
}
