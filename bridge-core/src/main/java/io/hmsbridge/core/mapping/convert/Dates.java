package io.hmsbridge.core.mapping.convert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;

/** Dates and times: from one way of writing them to another, in a zone. */
public final class Dates {

    /** Ways of writing that no pattern can say: a number of these since 1970. */
    private static final Map<String, ChronoUnit> EPOCHS = Map.of("epoch_s", ChronoUnit.SECONDS,
            "epoch_ms", ChronoUnit.MILLIS, "epoch_us", ChronoUnit.MICROS, "epoch_day", ChronoUnit.DAYS);
    private static final ZonedDateTime EPOCH = Instant.EPOCH.atZone(ZoneId.of("UTC"));
    private static final DateTimeFormatter ISO = new java.time.format.DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart().appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME).optionalStart().appendOffsetId().toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private Dates() {}

    /**
     * A date.
     *
     * @param from {@code iso}, {@code epoch_s}, {@code epoch_ms}, {@code epoch_us}, {@code epoch_day} or a pattern of Java's
     * @param to as {@code from}
     * @param zone in which a point in time has its date
     * @throws IllegalArgumentException if a pattern is none
     */
    public static Conversion date(String from, String to, ZoneId zone) {
        var reader = reader(from, zone);
        var writer = writer(to, DateTimeFormatter.ISO_LOCAL_DATE, true);
        return value -> writer.apply(reader.read(value));
    }

    /** A point in time, written as it is in the zone; one that was written without zone was meant in it. As {@link #date}. */
    public static Conversion time(String from, String to, ZoneId zone) {
        var reader = reader(from, zone);
        var writer = writer(to, DateTimeFormatter.ISO_OFFSET_DATE_TIME, false);
        return value -> writer.apply(reader.read(value));
    }

    private interface Reader {
        ZonedDateTime read(Object value);
    }

    private static Reader reader(String from, ZoneId zone) {
        var unit = EPOCHS.get(from);
        if (unit != null) {
            return value -> sinceEpoch(value, unit, zone);
        }
        var formatter = from.equals("iso") ? ISO : pattern(from);
        return value -> parse(Texts.of(value), formatter, zone);
    }

    private static ZonedDateTime sinceEpoch(Object value, ChronoUnit unit, ZoneId zone) {
        try {
            long count = Numbers.decimal(value).longValueExact();
            return unit == ChronoUnit.DAYS ? LocalDate.ofEpochDay(count).atStartOfDay(zone)
                    : EPOCH.plus(count, unit).withZoneSameInstant(zone);
        } catch (ArithmeticException | DateTimeException _) {
            throw new ConversionException("it is not a whole number of " + unit.toString().toLowerCase(Locale.ROOT)
                    + " since 1970");
        }
    }

    private static ZonedDateTime parse(String text, DateTimeFormatter formatter, ZoneId zone) {
        TemporalAccessor parsed;
        try {
            parsed = formatter.parseBest(text.strip(), ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from,
                    LocalDate::from);
        } catch (DateTimeException _) {
            throw new ConversionException("it is not a date or time of the form that is expected");
        }
        return switch (parsed) {
            case ZonedDateTime time -> time.withZoneSameInstant(zone);
            case OffsetDateTime time -> time.atZoneSameInstant(zone);
            case LocalDateTime time -> inZone(time, zone);
            case LocalDate date -> date.atStartOfDay(zone);
            default -> throw new IllegalStateException("parsed as something else");
        };
    }

    private static ZonedDateTime inZone(LocalDateTime time, ZoneId zone) {
        if (zone.getRules().getValidOffsets(time).isEmpty()) {
            throw new ConversionException("clocks in " + zone + " skip that time");
        }
        return time.atZone(zone);
    }

    private static Conversion writer(String to, DateTimeFormatter iso, boolean date) {
        var unit = EPOCHS.get(to);
        if (unit != null) {
            return value -> count(unit, date ? ((ZonedDateTime) value).with(LocalTime.MIN) : (ZonedDateTime) value);
        }
        var formatter = to.equals("iso") ? iso : pattern(to);
        return value -> {
            try {
                return formatter.format((ZonedDateTime) value);
            } catch (DateTimeException _) {
                throw new ConversionException("it cannot be written in the form that is wanted");
            }
        };
    }

    private static Object count(ChronoUnit unit, ZonedDateTime time) {
        return unit == ChronoUnit.DAYS ? time.toLocalDate().toEpochDay() : unit.between(EPOCH, time);
    }

    /** Years as people write them ({@code yyyy}) are meant strictly: there is no 30th of February. */
    private static DateTimeFormatter pattern(String pattern) {
        var strict = pattern.replaceAll("y(?=[^']*(?:'[^']*'[^']*)*$)", "u");
        try {
            return DateTimeFormatter.ofPattern(strict, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
        } catch (ClassCastException e) { // how the JDK answers a padded day beside a month: pdM
            throw new IllegalArgumentException("padding may not stand right beside another number", e);
        }
    }
}
