package io.hmsbridge.core.calendar;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.ParseWarning;
import biweekly.io.text.ICalReader;
import biweekly.util.DateTimeComponents;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;

/** The events of an iCalendar file (RFC 5545), as far as ten years ahead: whole days, or from one time to another. */
public final class Holidays implements Occasions {

    /** The largest file. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int MOST_OCCASIONS = 20_000;
    private static final int YEARS = 10;
    private static final Duration DAY = Duration.ofDays(1);

    /** Properties without which an event does not say when it is. */
    private static final Set<String> TIMES = Set.of("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE");

    /** What is wrong with a file. */
    public static final class BrokenException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int line;

        /** @param line where, from 1 on; 0 where that is not known */
        BrokenException(int line, String message) {
            super(message);
            this.line = line;
        }

        /** Where, from 1 on; 0 where that is not known. */
        public int line() {
            return line;
        }
    }

    private final String name;
    private final String text;
    private final ZoneId zone;
    /** By where they begin, joined where they touch. */
    private final NavigableMap<LocalDateTime, LocalDateTime> occasions;

    private Holidays(String name, String text, ZoneId zone, NavigableMap<LocalDateTime, LocalDateTime> occasions) {
        this.name = name;
        this.text = text;
        this.zone = zone;
        this.occasions = occasions;
    }

    /**
     * Reads a file.
     *
     * @param name how people call it
     * @param zone in which its days are days
     * @param today from when on it matters
     * @throws BrokenException in words for people
     */
    public static Holidays read(String name, String text, ZoneId zone, LocalDate today) throws BrokenException {
        if (!text.stripTrailing().endsWith("END:VCALENDAR")) {
            throw new BrokenException((int) text.stripTrailing().lines().count(),
                    "it does not end with END:VCALENDAR: it is cut off, or no iCalendar file");
        }
        var occasions = new TreeMap<LocalDateTime, LocalDateTime>();
        int events = 0;
        try (var reader = new ICalReader(text)) {
            for (ICalendar calendar; (calendar = reader.readNext()) != null;) {
                check(reader.getWarnings());
                for (var event : calendar.getEvents()) {
                    events++;
                    add(event, calendar.getTimezoneInfo().isFloating(event.getDateStart()), zone, today, occasions);
                }
            }
        } catch (IOException e) {
            throw new BrokenException(0, "it cannot be read: " + e.getMessage());
        }
        if (events == 0) {
            throw new BrokenException(1, "it has no event: an iCalendar file has BEGIN:VEVENT within BEGIN:VCALENDAR");
        }
        return new Holidays(name, text, zone, occasions);
    }

    private static void check(List<ParseWarning> warnings) throws BrokenException {
        for (var warning : warnings) {
            if (warning.getPropertyName() != null && TIMES.contains(warning.getPropertyName())) {
                throw new BrokenException(Optional.ofNullable(warning.getLineNumber()).orElse(0),
                        "its %s cannot be read: %s".formatted(warning.getPropertyName(), warning.getMessage()));
            }
        }
    }

    /** @param floating its times are those of the clock of whoever looks */
    private static void add(VEvent event, boolean floating, ZoneId zone, LocalDate today,
            NavigableMap<LocalDateTime, LocalDateTime> occasions) throws BrokenException {
        var start = Optional.ofNullable(event.getDateStart()).map(property -> property.getValue()).orElseThrow(
                () -> new BrokenException(0, "the event %s does not say when it begins".formatted(title(event))));
        requireDay(start.getRawComponents(), event);
        boolean wholeDays = !start.hasTime();
        var lasts = length(event, start.toInstant(), wholeDays);
        // A day without a time, and a time without a zone, was read as one of this machine's zone.
        var reckoned = wholeDays || floating ? TimeZone.getDefault() : TimeZone.getTimeZone(zone);
        var from = today.minusYears(1).atStartOfDay();
        var upto = today.plusYears(YEARS).atStartOfDay();
        var each = event.getDateIterator(reckoned);
        each.advanceTo(Date.from(from.atZone(zone).toInstant()));
        while (each.hasNext()) {
            var begin = LocalDateTime.ofInstant(each.next().toInstant(), reckoned.toZoneId());
            if (begin.isAfter(upto)) {
                return;
            }
            put(occasions, begin, begin.plus(lasts));
            if (occasions.size() > MOST_OCCASIONS) {
                throw new BrokenException(0,
                        "it has more than %,d occasions in %d years: the event %s repeats too often"
                                .formatted(MOST_OCCASIONS, YEARS, title(event)));
            }
        }
    }

    /** The reader takes 30 February for 2 March. */
    private static void requireDay(DateTimeComponents day, VEvent event) throws BrokenException {
        try {
            var _ = LocalDate.of(day.getYear(), day.getMonth(), day.getDate());
        } catch (DateTimeException e) {
            throw new BrokenException(0, "the event %s begins on no day: %s".formatted(title(event), e.getMessage()));
        }
    }

    private static Duration length(VEvent event, Instant start, boolean wholeDays) throws BrokenException {
        var end = Optional.ofNullable(event.getDateEnd()).map(property -> property.getValue().toInstant());
        var lasts = Optional.ofNullable(event.getDuration())
                .map(property -> Duration.ofMillis(property.getValue().toMillis()))
                .or(() -> end.map(until -> Duration.between(start, until)))
                .orElse(wholeDays ? DAY : Duration.ZERO);
        if (lasts.isNegative()) {
            throw new BrokenException(0, "the event %s ends before it begins".formatted(title(event)));
        }
        // Between two midnights there may be an hour more or less.
        return wholeDays ? Duration.ofDays(Math.max(1, Math.round(lasts.toHours() / 24.0))) : lasts;
    }

    private static String title(VEvent event) {
        return event.getSummary() != null ? "\"" + event.getSummary().getValue() + "\"" : "without a summary";
    }

    private static void put(NavigableMap<LocalDateTime, LocalDateTime> occasions, LocalDateTime begin,
            LocalDateTime end) {
        if (!end.isAfter(begin)) {
            return;
        }
        var first = begin;
        var last = end;
        var before = occasions.floorEntry(begin);
        if (before != null && !before.getValue().isBefore(begin)) {
            first = before.getKey();
            last = later(last, before.getValue());
        }
        for (var next = occasions.higherEntry(first); next != null && !next.getKey().isAfter(last);
                next = occasions.higherEntry(first)) {
            last = later(last, next.getValue());
            occasions.remove(next.getKey());
        }
        occasions.put(first, last);
    }

    private static LocalDateTime later(LocalDateTime a, LocalDateTime b) {
        return a.isAfter(b) ? a : b;
    }

    @Override
    public Standing at(LocalDateTime moment) {
        var current = occasions.floorEntry(moment);
        if (current != null && current.getValue().isAfter(moment)) {
            return new Standing(true, current.getValue());
        }
        var next = occasions.higherKey(moment);
        return new Standing(false, next == null ? LocalDateTime.MAX : next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Holidays that && name.equals(that.name) && text.equals(that.text)
                && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "holidays of " + name;
    }
}
