package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.plugins.files.Dating;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Days that end by the clock on the wall of an office, on some days of the week but for holidays. What comes after the close is
 * of the next of them.
 */
record BusinessDays(Set<DayOfWeek> days, LocalTime close, ZoneId zone, Set<LocalDate> holidays)
        implements Dating, Windows {

    private static final Pattern WRITTEN = Pattern.compile("(?:(\\S+) )?([01]\\d|2[0-3]):([0-5]\\d)");
    private static final int MOST_CLOSED = 400; // in a row

    BusinessDays {
        days = Set.copyOf(days);
        holidays = Set.copyOf(holidays);
    }

    /**
     * @param written {@code MON-FRI 17:00}, {@code MON,WED 09:30}, or {@code 17:00} for each day
     * @throws IllegalArgumentException with a message for people
     */
    static BusinessDays of(String written, ZoneId zone, Set<LocalDate> holidays) {
        var parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw wrong(written);
        }
        var days = parts.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(parts.group(1), written);
        return new BusinessDays(days,
                LocalTime.of(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))), zone, holidays);
    }

    private static Set<DayOfWeek> days(String names, String written) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var range : names.split(",", -1)) {
            var ends = List.of(range.split("-", -1)).stream().map(name -> day(name, written)).toList();
            if (ends.size() > 2) {
                throw wrong(written);
            }
            var day = ends.getFirst();
            days.add(day);
            while (day != ends.getLast()) { // from Saturday to Monday, too
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String name, String written) {
        return EnumSet.allOf(DayOfWeek.class).stream().filter(day -> day.name().substring(0, 3).equalsIgnoreCase(name))
                .findFirst().orElseThrow(() -> wrong(written));
    }

    private static IllegalArgumentException wrong(String written) {
        return new IllegalArgumentException("'" + written + "' is no close of business; write MON-FRI 17:00");
    }

    @Override
    public LocalDate of(Instant accepted) {
        var day = accepted.atZone(zone).toLocalDate();
        for (int closed = 0; closed < MOST_CLOSED; day = day.plusDays(1), closed++) {
            if (days.contains(day.getDayOfWeek()) && !holidays.contains(day) && closeOf(day).isAfter(accepted)) {
                return day;
            }
        }
        throw new IllegalArgumentException("there is no business day within " + MOST_CLOSED + " days; see 'holidays'");
    }

    @Override
    public Instant closeOf(Instant accepted) {
        return closeOf(of(accepted));
    }

    private Instant closeOf(LocalDate day) {
        return day.atTime(close).atZone(zone).toInstant();
    }
}
