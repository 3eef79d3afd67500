package io.hmsbridge.core.calendar;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Begin at the times of a cron expression of five fields, and last for so long, both by the wall clock. */
public final class CronTimes implements Occasions {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    private static final String FIELDS = "write minute, hour, day of month, month and day of week, like 0 2 * * SUN";
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    /** 29 February comes within it, and with it any day that comes at all. */
    private static final int YEARS = 9;

    private static final LocalDateTime SOME_DAY = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final String cron;
    private final Duration duration;
    private final ExecutionTime times;

    /**
     * @throws IllegalArgumentException in words for people, with what to write instead, if it is no such expression, if it never
     *     comes, or if the duration is not between a minute and 366 days
     */
    public CronTimes(String cron, Duration duration) {
        this.cron = cron.strip();
        this.duration = duration;
        if (this.cron.split("\\s+").length != 5) {
            throw new IllegalArgumentException("`%s` is no cron expression of five fields: %s".formatted(cron, FIELDS));
        }
        if (!lasts(duration)) {
            throw new IllegalArgumentException("a window must last from 1m to 366d");
        }
        times = times(this.cron);
        if (next(SOME_DAY).filter(first -> first.isBefore(SOME_DAY.plusYears(YEARS))).isEmpty()) {
            throw new IllegalArgumentException("`%s` never comes: there is no such day".formatted(cron));
        }
    }

    /** Whether a window may last so long. */
    public static boolean lasts(Duration duration) {
        return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
    }

    private static ExecutionTime times(String cron) {
        try {
            return ExecutionTime.forCron(PARSER.parse(cron));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`%s` is no cron expression (%s): %s".formatted(cron, e.getMessage(),
                    FIELDS), e);
        }
    }

    /** As people wrote it. */
    public String cron() {
        return cron;
    }

    /** How long each of them lasts by the wall clock. */
    public Duration duration() {
        return duration;
    }

    @Override
    public Standing at(LocalDateTime moment) {
        var now = moment.truncatedTo(ChronoUnit.SECONDS);
        // The first that has not ended: it has begun already, or is the next.
        var begins = next(now.minus(duration));
        return begins.map(begin -> begin.isAfter(now) ? new Standing(false, begin)
                : new Standing(true, begin.plus(duration))).orElse(new Standing(false, LocalDateTime.MAX));
    }

    /** Reckoned in a zone without daylight saving, so that no wall clock time is skipped or comes twice. */
    private Optional<LocalDateTime> next(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(next -> next.toLocalDateTime());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronTimes that && cron.equals(that.cron) && duration.equals(that.duration);
    }

    @Override
    public int hashCode() {
        return cron.hashCode() * 31 + duration.hashCode();
    }

    @Override
    public String toString() {
        return cron + " for " + text(duration);
    }

    private static String text(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes % (24 * 60) == 0) {
            return minutes / (24 * 60) + "d";
        }
        return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }
}
