package io.hmsbridge.plugins.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings a packet's value into the form that its column takes, exactly or not at all. */
public final class Conversion {

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    /** What Oracle keeps of a NUMBER without a size. */
    private static final int ORACLE_DIGITS = 38;
    /** PostgreSQL tells the types it has no standard name for as texts or as others. */
    private static final Set<String> TEXT_TYPES = Set.of("text", "varchar", "bpchar", "char", "name", "citext");

    private static final int DATE_LENGTH = 10;

    private Conversion() {}

    /**
     * The value for its column.
     *
     * @throws UnfitException if the value would be changed, or cannot be of the column's type
     */
    public static Cell cell(Table table, Column column, Object value, Dialect dialect) throws UnfitException {
        if (value == null) {
            if (!column.nullable()) {
                throw new UnfitException(table.name() + "." + column.name() + " takes no null");
            }
            return Cell.of(column, null, nullType(column, dialect));
        }
        try {
            return converted(column, value, dialect);
        } catch (DateTimeException | ArithmeticException | NumberFormatException | UnfitException _) {
            throw unfit(table, column, value);
        }
    }

    static UnfitException unfit(Table table, Column column, Object value) {
        return new UnfitException(
                table.name() + "." + column.name() + " is " + column.shownType() + ": " + kind(value)
                        + " does not fit");
    }

    /** What a value is, without saying which. */
    static String kind(Object value) {
        return switch (value) {
            case null -> "null";
            case String _ -> "a text";
            case Boolean _ -> "true or false";
            case BigDecimal number when number.scale() > 0 -> "a number with " + number.scale() + " decimals";
            case Number _ -> "a whole number";
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a map";
            default -> "a " + value.getClass().getSimpleName();
        };
    }

    private static Cell converted(Column column, Object value, Dialect dialect) throws UnfitException {
        if (isOther(column, dialect)) {
            return Cell.of(column, isJson(column) ? Json.of(value) : text(value), Types.OTHER);
        }
        if (isZoned(column)) {
            return zoned(column, value);
        }
        return switch (column.type()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Cell.of(column, integer(column, value),
                    Types.BIGINT);
            case Types.NUMERIC, Types.DECIMAL -> Cell.of(column, decimal(column, value, dialect), Types.NUMERIC);
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> Cell.of(column, floating(column, value), Types.DOUBLE);
            case Types.BIT, Types.BOOLEAN -> Cell.of(column, flag(value), Types.BOOLEAN);
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NCHAR, Types.NVARCHAR,
                    Types.LONGNVARCHAR, Types.NCLOB ->
                    Cell.of(column, text(column, value), Types.VARCHAR);
            case Types.DATE -> Cell.of(column, LocalDate.parse(word(value)), Types.DATE);
            case Types.TIME -> Cell.of(column, LocalTime.parse(word(value)), Types.TIME);
            case Types.TIMESTAMP -> Cell.of(column, local(word(value)), Types.TIMESTAMP);
            default -> throw new UnfitException("no such column can be written");
        };
    }

    /** Whether the server itself is to read the value's text: JSON, UUIDs, enumerations, networks. */
    private static boolean isOther(Column column, Dialect dialect) {
        return column.type() == Types.OTHER && dialect != Dialect.ORACLE
                || dialect == Dialect.POSTGRESQL && column.type() == Types.VARCHAR
                        && !TEXT_TYPES.contains(column.typeName());
    }

    private static boolean isJson(Column column) {
        return column.typeName().toLowerCase(java.util.Locale.ROOT).startsWith("json");
    }

    private static boolean isZoned(Column column) {
        return column.type() == Types.TIMESTAMP_WITH_TIMEZONE || column.typeName().equals("timestamptz")
                || column.typeName().contains("WITH TIME ZONE");
    }

    private static int nullType(Column column, Dialect dialect) {
        return dialect == Dialect.ORACLE ? Types.VARCHAR // whose null fits any column
                : isOther(column, dialect) ? Types.OTHER
                        : isZoned(column) ? Types.TIMESTAMP_WITH_TIMEZONE : column.type();
    }

    private static String word(Object value) throws UnfitException {
        if (value instanceof String text) {
            return text;
        }
        throw new UnfitException("no text");
    }

    private static BigDecimal number(Object value) throws UnfitException {
        return switch (value) {
            case Long l -> BigDecimal.valueOf(l);
            case BigInteger i -> new BigDecimal(i);
            case BigDecimal d -> d;
            case String text when text.length() <= 1_000 -> new BigDecimal(text);
            default -> throw new UnfitException("no number");
        };
    }

    private static Long integer(Column column, Object value) throws UnfitException {
        var exact = number(value).toBigIntegerExact();
        long limit = switch (column.type()) {
            case Types.TINYINT -> Byte.MAX_VALUE;
            case Types.SMALLINT -> Short.MAX_VALUE;
            case Types.INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
        if (exact.compareTo(LONG_MIN) < 0 || exact.compareTo(LONG_MAX) > 0 || exact.longValue() > limit
                || exact.longValue() < -limit - 1) {
            throw new UnfitException("out of range");
        }
        return exact.longValue();
    }

    private static BigDecimal decimal(Column column, Object value, Dialect dialect) throws UnfitException {
        var exact = number(value);
        int digits = column.size() == 0 && dialect == Dialect.ORACLE ? ORACLE_DIGITS : column.size();
        boolean bounded = digits > 0 && digits <= 1_000;
        if (bounded && column.size() > 0 && column.scale() >= 0) {
            var kept = exact.setScale(column.scale(), java.math.RoundingMode.UNNECESSARY); // throws where digits would go
            if (kept.precision() > digits && kept.signum() != 0) {
                throw new UnfitException("too many digits");
            }
        } else if (bounded && exact.stripTrailingZeros().precision() > digits) {
            throw new UnfitException("too many digits");
        }
        return exact;
    }

    private static Double floating(Column column, Object value) throws UnfitException {
        var exact = number(value);
        double nearest = column.type() == Types.REAL ? Double.parseDouble(Float.toString(exact.floatValue()))
                : exact.doubleValue();
        if (!Double.isFinite(nearest) || new BigDecimal(Double.toString(nearest)).compareTo(exact) != 0) {
            throw new UnfitException("a double does not hold it");
        }
        return nearest;
    }

    private static Boolean flag(Object value) throws UnfitException {
        return switch (value) {
            case Boolean b -> b;
            case String text when text.equals("true") -> true;
            case String text when text.equals("false") -> false;
            case Long l when l == 1 -> true;
            case Long l when l == 0 -> false;
            default -> throw new UnfitException("neither true nor false");
        };
    }

    private static String text(Column column, Object value) throws UnfitException {
        var text = text(value);
        if (column.size() > 0 && text.codePointCount(0, text.length()) > column.size()
                && (column.type() == Types.VARCHAR || column.type() == Types.CHAR || column.type() == Types.NVARCHAR
                        || column.type() == Types.NCHAR)) {
            throw new UnfitException("too long");
        }
        return text;
    }

    private static String text(Object value) {
        return value instanceof String text ? text : Json.of(value);
    }

    private static Cell zoned(Column column, Object value) throws UnfitException {
        return Cell.of(column, OffsetDateTime.parse(word(value)), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    /** A moment, for a column without a zone, is kept in UTC. */
    private static LocalDateTime local(String text) {
        if (text.length() == DATE_LENGTH) {
            return LocalDate.parse(text).atStartOfDay(); // as Oracle has it, whose dates are timestamps
        }
        var parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return parsed instanceof OffsetDateTime moment ? moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                : (LocalDateTime) parsed;
    }
}
