package io.hmsbridge.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.core.calendar.Occasions.Standing;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class HolidaysTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

    @Test
    void aDayIsDeniedFromMidnightToMidnight() throws Exception {
        var holidays = read("DTSTART;VALUE=DATE:20261225");

        assertThat(holidays.at(LocalDateTime.parse("2026-12-24T23:59:59")))
                .isEqualTo(new Standing(false, LocalDateTime.parse("2026-12-25T00:00:00")));
        assertThat(holidays.at(LocalDateTime.parse("2026-12-25T00:00:00")))
                .isEqualTo(new Standing(true, LocalDateTime.parse("2026-12-26T00:00:00")));
        assertThat(holidays.at(LocalDateTime.parse("2026-12-26T00:00:00")))
                .isEqualTo(new Standing(false, LocalDateTime.MAX));
    }

    @Test
    void severalDaysOfOneEventEndBeforeItsEnd() throws Exception {
        var holidays = read("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227");

        assertThat(holidays.at(LocalDateTime.parse("2026-12-24T12:00:00")).until())
                .isEqualTo(LocalDateTime.parse("2026-12-27T00:00:00"));
    }

    @Test
    void daysThatFollowEachOtherAreOneStretch() throws Exception {
        var holidays = Holidays.read("h.ics", calendar(event("DTSTART;VALUE=DATE:20261226")
                + event("DTSTART;VALUE=DATE:20261225") + event("DTSTART;VALUE=DATE:20261224")), NEW_YORK, TODAY);

        assertThat(holidays.at(LocalDateTime.parse("2026-12-24T12:00:00")).until())
                .isEqualTo(LocalDateTime.parse("2026-12-27T00:00:00"));
    }

    @Test
    void anEventThatRepeatsIsThereEachTimeForYearsAhead() throws Exception {
        var holidays = read("DTSTART;VALUE=DATE:20200704\r\nRRULE:FREQ=YEARLY");

        for (int year = 2027; year < 2036; year++) {
            assertThat(holidays.at(LocalDateTime.of(year, 7, 4, 12, 0)).within()).as("%d", year).isTrue();
            assertThat(holidays.at(LocalDateTime.of(year, 7, 5, 0, 0)).within()).as("%d", year).isFalse();
        }
    }

    @Test
    void timesOfOtherZonesAreThoseOfOurs() throws Exception {
        var holidays = read("DTSTART:20261224T170000Z\r\nDURATION:PT3H");

        assertThat(holidays.at(LocalDateTime.parse("2026-12-24T12:00:00")))
                .isEqualTo(new Standing(true, LocalDateTime.parse("2026-12-24T15:00:00")));
    }

    @Test
    void timesWithoutAZoneAreOfOurs() throws Exception {
        var holidays = read("DTSTART:20261224T120000\r\nDURATION:PT3H");

        assertThat(holidays.at(LocalDateTime.parse("2026-12-24T12:00:00")))
                .isEqualTo(new Standing(true, LocalDateTime.parse("2026-12-24T15:00:00")));
    }

    @Test
    void aFileThatIsBrokenIsRefusedWithTheLine() {
        assertBroken("DTSTART;VALUE=DATE:2026-12-xx", 4, "its DTSTART cannot be read");
        assertBroken("DTSTART;VALUE=DATE:20260230", 0, "begins on no day: Invalid date 'FEBRUARY 30'");
        assertBroken("SUMMARY:Party", 0, "the event \"Party\" does not say when it begins");
        assertBroken("DTSTART:20261224T170000Z\r\nDTEND:20261224T160000Z", 0, "ends before it begins");
        assertBroken("DTSTART:20261224T170000Z\r\nDURATION:PT1M\r\nRRULE:FREQ=MINUTELY;INTERVAL=2", 0,
                "repeats too often");
    }

    @Test
    void whatIsCutOffOrNoCalendarIsRefused() {
        assertThatExceptionOfType(Holidays.BrokenException.class)
                .isThrownBy(() -> Holidays.read("h.ics", "<html>\nnot found", NEW_YORK, TODAY))
                .withMessage("it does not end with END:VCALENDAR: it is cut off, or no iCalendar file")
                .satisfies(e -> assertThat(e.line()).isEqualTo(2));
        assertThatExceptionOfType(Holidays.BrokenException.class)
                .isThrownBy(() -> Holidays.read("h.ics", calendar(""), NEW_YORK, TODAY))
                .withMessageStartingWith("it has no event");
    }

    private static void assertBroken(String event, int line, String why) {
        assertThatExceptionOfType(Holidays.BrokenException.class).isThrownBy(() -> read(event))
                .withMessageContaining(why).satisfies(e -> assertThat(e.line()).isEqualTo(line));
    }

    private static Holidays read(String event) throws Holidays.BrokenException {
        return Holidays.read("h.ics", calendar(event(event)), NEW_YORK, TODAY);
    }

    private static String event(String properties) {
        return "BEGIN:VEVENT\r\n" + properties + "\r\nEND:VEVENT\r\n";
    }

    private static String calendar(String events) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n";
    }
}
