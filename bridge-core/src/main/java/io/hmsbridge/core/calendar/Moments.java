package io.hmsbridge.core.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Times as people and systems write them. */
public final class Moments {

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Moments() {}

    /**
     * A time with its offset; one without is of the zone, and a date is its first moment there.
     *
     * @throws IllegalArgumentException in words for people if it is none, or after the year 9999
     */
    public static Instant parse(String text, ZoneId zone) {
        try {
            return checked(text, instant(text.strip(), zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "`%s` is no time: write 2026-12-07, 2026-12-07T09:00 or 2026-12-07T09:00-05:00".formatted(text), e);
        }
    }

    private static Instant instant(String text, ZoneId zone) {
        int time = text.indexOf('T');
        if (time < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        boolean hasOffset = text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
        return hasOffset ? OffsetDateTime.parse(text).toInstant() : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static Instant checked(String text, Instant moment) {
        if (moment.isAfter(LAST)) {
            throw new IllegalArgumentException("`%s` is after the year 9999".formatted(text));
        }
        return moment;
    }
}
