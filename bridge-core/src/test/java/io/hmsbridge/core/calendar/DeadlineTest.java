package io.hmsbridge.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            18:00             | 2026-12-04T22:59:59Z | 2026-12-04T23:00:00Z
            18:00             | 2026-12-04T23:00:00Z | 2026-12-05T23:00:00Z
            MON-FRI 18:00     | 2026-12-04T23:00:00Z | 2026-12-07T23:00:00Z
            mon,Wed 18:00     | 2026-12-08T12:00:00Z | 2026-12-09T23:00:00Z
            SAT-MON 08:00     | 2026-12-04T12:00:00Z | 2026-12-05T13:00:00Z
            18:00             | 2026-03-08T12:00:00Z | 2026-03-08T22:00:00Z
            02:30             | 2026-03-08T05:30:00Z | 2026-03-08T07:30:00Z
            18:00             | 2026-11-01T12:00:00Z | 2026-11-01T23:00:00Z
            """)
    void itIsTheNextSuchTimeOfTheWallClock(String text, Instant start, Instant due) {
        assertThat(Deadline.parse(text, NEW_YORK).orElseThrow().after(start, _ -> false)).isEqualTo(due);
    }

    @Test
    void holidaysAreNoDaysOfIt() throws Exception {
        var christmas = Holidays.read("h.ics", """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20261225
                DTEND;VALUE=DATE:20261227
                END:VEVENT
                BEGIN:VEVENT
                DTSTART:20261228T080000
                DTEND:20261228T120000
                END:VEVENT
                END:VCALENDAR
                """, NEW_YORK, LocalDate.of(2026, 12, 1));
        var windows = new Windows(List.of(new Windows.Rule(Windows.Kind.DENY, christmas, NEW_YORK)));
        var start = Instant.parse("2026-12-24T23:30:00Z"); // past 18:00 of that Thursday

        assertThat(after("MON-FRI 18:00", start, windows::isHoliday)).isEqualTo("2026-12-28T23:00:00Z");
        assertThat(after("18:00", start, windows::isHoliday)).isEqualTo("2026-12-27T23:00:00Z");
        assertThat(after("MON-FRI 09:00", start, windows::isHoliday)).as("closed that morning")
                .isEqualTo("2026-12-29T14:00:00Z");
        assertThat(after("MON-FRI 18:00", start, _ -> true)).as("holidays without an end do not count")
                .isEqualTo("2026-12-25T23:00:00Z");
    }

    private static Instant after(String text, Instant start, Predicate<Instant> closed) {
        return Deadline.parse(text, NEW_YORK).orElseThrow().after(start, closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:00", "18", "6:00", "MON 6:00", "XYZ 18:00", "MON-WED-FRI 18:00", "MON- 18:00", "",
        "data.close"})
    void otherTextsAreNone(String text) {
        assertThat(Deadline.parse(text, NEW_YORK)).isEmpty();
    }

    @Test
    void severalDaysAreOnesOwn() {
        assertThat(Deadline.parse("FRI-MON 18:00", NEW_YORK))
                .isEqualTo(Deadline.parse("FRI,SAT,SUN,MON 18:00", NEW_YORK));
    }
}
