package io.hmsbridge.core.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** By when something is to be done. */
public sealed interface Deadline {

    /**
     * The moment by which, if it may be done from {@code start} on.
     *
     * @param closed whether a moment is of a holiday: no time of a day of which it is one
     */
    Instant after(Instant start, Predicate<Instant> closed);

    /** Within a time. */
    record Within(Duration time) implements Deadline {

        @Override
        public Instant after(Instant start, Predicate<Instant> closed) {
            return start.plus(time);
        }
    }

    /** By the next time of the wall clock, on some days of the week, but for holidays. */
    record At(Set<DayOfWeek> days, LocalTime time, ZoneId zone) implements Deadline {

        /** Of more in a row nobody knows what they mean: then they do not count. */
        private static final int HOLIDAYS = 400;

        public At {
            days = Set.copyOf(days);
        }

        @Override
        public Instant after(Instant start, Predicate<Instant> closed) {
            var next = next(start);
            for (int i = 0; i < HOLIDAYS && closed.test(next); i++) {
                next = next(next);
            }
            return closed.test(next) ? next(start) : next;
        }

        private Instant next(Instant start) {
            var day = start.atZone(zone).toLocalDate();
            while (!days.contains(day.getDayOfWeek()) || !day.atTime(time).atZone(zone).toInstant().isAfter(start)) {
                day = day.plusDays(1);
            }
            return day.atTime(time).atZone(zone).toInstant();
        }
    }

    /** By a moment. */
    record By(Instant moment) implements Deadline {

        @Override
        public Instant after(Instant start, Predicate<Instant> closed) {
            return moment;
        }
    }

    Pattern CLOCK = Pattern.compile("(?:([A-Za-z]{3}(?:[-,][A-Za-z]{3})*) )?([01]\\d|2[0-3]):([0-5]\\d)");

    /** A time of day as people write it, {@code 18:00} or {@code MON-FRI 18:00}; empty if it is none. */
    static Optional<Deadline> parse(String text, ZoneId zone) {
        var matcher = CLOCK.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var days = matcher.group(1) == null ? Optional.<Set<DayOfWeek>>of(EnumSet.allOf(DayOfWeek.class))
                : days(matcher.group(1));
        var time = LocalTime.of(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
        return days.map(on -> new At(on, time, zone));
    }

    private static Optional<Set<DayOfWeek>> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var word : text.split(",", -1)) {
            var ends = List.of(word.split("-", -1)).stream().map(Deadline::day).toList();
            if (ends.size() > 2 || ends.stream().anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            var day = ends.getFirst().orElseThrow();
            var last = ends.getLast().orElseThrow();
            days.add(day);
            while (day != last) { // from Saturday to Monday, too
                day = day.plus(1);
                days.add(day);
            }
        }
        return Optional.of(days);
    }

    private static Optional<DayOfWeek> day(String text) {
        return EnumSet.allOf(DayOfWeek.class).stream().filter(day -> day.name().substring(0, 3).equalsIgnoreCase(text))
                .findFirst();
    }
}
