package io.hmsbridge.plugins.ftpflat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Scope;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.plugins.ftpflat.FtpFlatConnectorFactory.Target;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessDaysTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final String THANKSGIVING = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//test
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20201126
            RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH
            DURATION:P2D
            SUMMARY:Thanksgiving
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART:20261130T120000
            DURATION:PT1H
            SUMMARY:A meeting
            END:VEVENT
            END:VCALENDAR
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "MON-FRI 17:00, 2026-12-07T21:59:59Z, 2026-12-07",
        "MON-FRI 17:00, 2026-12-07T22:00:00Z, 2026-12-08", // at the close the next has begun
        "MON-FRI 17:00, 2026-12-04T23:00:00Z, 2026-12-07", // on Friday evening
        "MON-FRI 17:00, 2026-12-05T12:00:00Z, 2026-12-07",
        "SAT-MON 17:00, 2026-12-02T12:00:00Z, 2026-12-05",
        "'MON,WED 09:30', 2026-12-07T14:30:00Z, 2026-12-09",
        "17:00,         2026-12-05T12:00:00Z, 2026-12-05",
        "02:30,         2026-03-08T06:59:59Z, 2026-03-08", // which the clock skips: half an hour later
        "MON-FRI 17:00, 2026-11-25T23:00:00Z, 2026-11-30"}) // two holidays and a weekend
    void whatComesAfterTheCloseIsOfTheNextBusinessDay(String close, String accepted, String day) throws Exception {
        var days =
                BusinessDays.of(close, NEW_YORK, Holidays.read(calendar(THANKSGIVING), clock("2026-11-01T12:00:00Z")));
        assertThat(days.of(Instant.parse(accepted))).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "noon", "MON-FRI", "MON-FRI 24:00", "MON-WED-FRI 17:00", "MO 17:00", "MON- 17:00"})
    void aCloseThatIsNoneIsRefused(String close) {
        assertThatIllegalArgumentException().isThrownBy(() -> BusinessDays.of(close, NEW_YORK, Set.of()))
                .withMessage("'" + close + "' is no close of business; write MON-FRI 17:00");
    }

    @Test
    void aCalendarThatIsNoneOrCutOffIsRefused() throws Exception {
        for (var broken : List.of("", THANKSGIVING.substring(0, 150), THANKSGIVING.replace("20201126", "nonsense"),
                "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n")) {
            assertThatExceptionOfType(IOException.class).as(broken)
                    .isThrownBy(() -> Holidays.read(calendar(broken), clock("2026-11-01T12:00:00Z")));
        }
        assertThat(Holidays.read(calendar(THANKSGIVING), clock("2026-11-01T12:00:00Z")))
                .contains(LocalDate.parse("2026-11-26"), LocalDate.parse("2026-11-27"))
                .doesNotContain(LocalDate.parse("2026-11-30"));
    }

    @Test
    void packetsOfABusinessDayShareAFileThatGoesWhenTheDayHasClosed() throws Exception {
        try (var site = FtpSite.start()) {
            var factory = new FtpFlatConnectorFactory();
            var settings = new HashMap<>(site.settings());
            settings.putAll(Map.of("batch", 10L, "zone", "America/New_York", "day_closes", "MON-FRI 17:00", "holidays",
                    calendar(THANKSGIVING).toString()));
            var packets = List.of(accepted("2026-11-25T21:00:00Z"), accepted("2026-11-25T23:00:00Z"),
                    accepted("2026-11-30T21:00:00Z"), accepted("2026-11-30T22:00:00Z"));
            try (var context = TestContext.of(factory, settings)) {
                var target = context.settings(Target.class);
                List<SendResult> results;
                var now = clock("2026-11-30T23:00:00Z");
                try (var ftp = new FtpFlatConnector(Site.of(target, now),
                        new Connections(Site.of(target, now), context.sockets()), now)) {
                    results = ftp.sendBatch(packets);
                }
                assertThat(results.get(0)).isEqualTo(SendResult.delivered("put 20261125/pkt-1.csv: 16 bytes"));
                assertThat(results.get(1)).isEqualTo(results.get(2))
                        .isEqualTo(SendResult.delivered("put 20261130/pkt-2-to-pkt-3.csv: 19 bytes"));
                assertThat(results.get(3)).isEqualTo(SendResult.retry(
                        "it goes with the file that closes at 2026-12-01T22:00:00Z", Duration.ofHours(23),
                        Scope.TARGET));
            }
            assertThat(site.read("20261130/pkt-2-to-pkt-3.csv")).isEqualTo("20261130\r\nn\r\n2\r\n3\r\n");
            assertThat(site.names()).containsExactly("20261125", "20261130");
        }
    }

    @Test
    void wrongBusinessDaysAreToldWithTheOtherSettings() {
        var settings = new HashMap<String, Object>(Map.of("url", "ftp://127.0.0.1", "user", "x", "password", "y"));
        settings.put("day_closes", "noon");
        settings.put("holidays", "/no/such/file.ics");
        refused(settings, "'day_closes' 'noon' is no close of business",
                "'holidays' cannot be read from /no/such/file");
        settings.remove("day_closes");
        refused(settings, "'holidays' is for business days; set 'day_closes'");
    }

    private static void refused(Map<String, Object> settings, String... words) {
        var factory = new FtpFlatConnectorFactory();
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> {
            try (var context = TestContext.of(factory, settings)) {
                factory.create(context);
            }
        }).satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    private final TestPackets made = new TestPackets(new FtpFlatConnectorFactory());

    private Packet accepted(String at) throws Exception {
        var with = Map.of("name", "{date}/{id}.csv", "header", "{date}");
        var packet = made.of(Map.of("n", 1), with);
        var origin = new Packet.Origin("/test", "e", "t", "s", Instant.parse(at), Instant.parse(at));
        return new Packet(packet.id(), packet.idempotencyKey(), origin, "key", 1, 1, Packet.Form.FIELDS,
                Map.of("n", packet.id().event()), new FtpFlatConnectorFactory().use().read(with, _ -> null), "");
    }

    private static Clock clock(String now) {
        return Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    }

    private Path calendar(String text) throws IOException {
        return Files.writeString(folder.resolve("holidays.ics"), text);
    }
}
