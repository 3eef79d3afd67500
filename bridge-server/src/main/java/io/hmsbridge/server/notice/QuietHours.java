package io.hmsbridge.server.notice;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** The hours of each day in which nobody is to be told anything: {@code 22:00-06:00}. By the wall clock of the zone. */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

    /** Empty if the text is none. */
    public static Optional<QuietHours> parse(String text, ZoneId zone) {
        var ends = text.strip().split("\\s*-\\s*", -1);
        try {
            return ends.length == 2 && !ends[0].equals(ends[1])
                    ? Optional.of(new QuietHours(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]), zone))
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** How long it is quiet yet; nothing or less if it is not. */
    public Duration left(Instant now) {
        var local = now.atZone(zone);
        var time = local.toLocalTime();
        boolean quiet = from.isBefore(to) ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
        if (!quiet) {
            return Duration.ZERO;
        }
        var day = time.isBefore(to) ? local.toLocalDate() : local.toLocalDate().plusDays(1);
        return Duration.between(now, day.atTime(to).atZone(zone).toInstant());
    }
}
