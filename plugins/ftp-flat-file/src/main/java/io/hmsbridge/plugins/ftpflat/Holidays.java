package io.hmsbridge.plugins.ftpflat;

import biweekly.component.VEvent;
import biweekly.io.text.ICalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;

/** The whole days of an iCalendar file (RFC 5545), from a year ago to ten years ahead. */
final class Holidays {

    private static final int MOST_BYTES = 1 << 20; // as the bridge's windows take
    private static final int MOST_DAYS = 20_000;
    private static final int YEARS = 10;

    private Holidays() {}

    /** @throws IOException in words for people, also if the file is none, or is cut off */
    static Set<LocalDate> read(Path file, Clock clock) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("it is larger than 1 MB");
        }
        var text = Files.readString(file);
        if (!text.stripTrailing().endsWith("END:VCALENDAR")) {
            throw new IOException("it does not end with END:VCALENDAR: it is cut off, or no iCalendar file");
        }
        var today = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault());
        var days = new HashSet<LocalDate>();
        try (var reader = new ICalReader(text)) {
            for (var calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
                var warning = reader.getWarnings().stream().filter(w -> w.getPropertyName() != null
                        && Set.of("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE").contains(
                                w.getPropertyName()))
                        .findFirst();
                if (warning.isPresent()) {
                    throw new IOException("line %d: its %s cannot be read".formatted(
                            warning.get().getLineNumber(), warning.get().getPropertyName()));
                }
                for (var event : calendar.getEvents()) {
                    add(event, today, days);
                }
            }
        }
        if (days.isEmpty()) {
            throw new IOException("it has no event that is a whole day");
        }
        return days;
    }

    private static void add(VEvent event, LocalDate today, Set<LocalDate> days) throws IOException {
        if (event.getDateStart() == null) {
            throw new IOException("one of its events does not say when it begins");
        }
        if (event.getDateStart().getValue().hasTime()) {
            return; // a meeting
        }
        var zone = TimeZone.getDefault(); // of which days without a time were read
        long length = length(event);
        var upto = today.plusYears(YEARS);
        var each = event.getDateIterator(zone);
        each.advanceTo(Date.from(today.minusYears(1).atStartOfDay(zone.toZoneId()).toInstant()));
        while (each.hasNext()) {
            var first = LocalDate.ofInstant(each.next().toInstant(), zone.toZoneId());
            if (first.isAfter(upto)) {
                return;
            }
            for (long day = 0; day < length; day++) {
                days.add(first.plusDays(day));
            }
            if (days.size() > MOST_DAYS) {
                throw new IOException("it has more than %,d days in %d years".formatted(MOST_DAYS, YEARS));
            }
        }
    }

    /** In days; between two midnights there may be an hour more or less. */
    private static long length(VEvent event) {
        var end = Optional.ofNullable(event.getDateEnd()).map(property -> property.getValue().toInstant());
        var lasts = Optional.ofNullable(event.getDuration())
                .map(property -> Duration.ofMillis(property.getValue().toMillis()))
                .or(() -> end.map(until -> Duration.between(event.getDateStart().getValue().toInstant(), until)))
                .orElse(Duration.ofDays(1));
        return Math.clamp(Math.round(lasts.toHours() / 24.0), 1, MOST_DAYS + 1L);
    }
}
