package io.hmsbridge.plugins.soap;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simple types of XML Schema, by what is written for a packet's value. */
enum Simple {
    TEXT("text", "a text"),
    BOOLEAN("boolean", "true or false"),
    DECIMAL("number", "a number"),
    FLOATING("number", "a number"),
    INTEGER("integer", "a whole number"),
    BYTE("integer", "a whole number from -128 to 127"),
    SHORT("integer", "a whole number of 16 bits"),
    INT("integer", "a whole number of 32 bits"),
    LONG("integer", "a whole number of 64 bits"),
    UNSIGNED("integer", "a whole number that is not negative"),
    DATE("date", "a date such as 2026-12-07"),
    DATETIME("datetime", "a date and time such as 2026-12-07T12:00:00Z"),
    BASE64("text", "bytes in base64"),
    LIST("any", "a list of texts without blanks");

    private static final Map<String, Simple> BY_NAME = Map.ofEntries(
            Map.entry("boolean", BOOLEAN), Map.entry("decimal", DECIMAL), Map.entry("double", FLOATING),
            Map.entry("float", FLOATING), Map.entry("integer", INTEGER), Map.entry("byte", BYTE),
            Map.entry("short", SHORT), Map.entry("int", INT), Map.entry("long", LONG),
            Map.entry("nonNegativeInteger", UNSIGNED), Map.entry("positiveInteger", UNSIGNED),
            Map.entry("unsignedLong", UNSIGNED), Map.entry("unsignedInt", UNSIGNED),
            Map.entry("unsignedShort", UNSIGNED), Map.entry("unsignedByte", UNSIGNED),
            Map.entry("negativeInteger", INTEGER), Map.entry("nonPositiveInteger", INTEGER),
            Map.entry("date", DATE), Map.entry("dateTime", DATETIME), Map.entry("base64Binary", BASE64),
            Map.entry("NMTOKENS", LIST), Map.entry("IDREFS", LIST), Map.entry("ENTITIES", LIST));

    /** More digits or zeros than any service takes; to write them out could fill the memory. */
    private static final int LONGEST_NUMBER = 1_000;

    final String fieldType;
    final String wanted;

    Simple(String fieldType, String wanted) {
        this.fieldType = fieldType;
        this.wanted = wanted;
    }

    /** @param builtIn the local name of one of XML Schema's own types; those not known here are texts */
    static Simple of(String builtIn) {
        return BY_NAME.getOrDefault(builtIn, TEXT);
    }

    /** The value as XML Schema writes it; empty if it is none of this type. */
    Optional<String> write(Object value) {
        try {
            return Optional.ofNullable(written(value));
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException notOfThisType) {
            return Optional.empty();
        }
    }

    private String written(Object value) {
        return switch (this) {
            case TEXT -> text(value);
            case BOOLEAN -> value instanceof Boolean || "true".equals(value) || "false".equals(value)
                    ? value.toString() : null;
            case DECIMAL, FLOATING -> number(value).toPlainString();
            case INTEGER -> whole(value).toString();
            case BYTE -> Byte.toString(whole(value).byteValueExact());
            case SHORT -> Short.toString(whole(value).shortValueExact());
            case INT -> Integer.toString(whole(value).intValueExact());
            case LONG -> Long.toString(whole(value).longValueExact());
            case UNSIGNED -> whole(value).signum() < 0 ? null : whole(value).toString();
            case DATE -> parsed(value, DateTimeFormatter.ISO_DATE);
            case DATETIME -> parsed(value, DateTimeFormatter.ISO_DATE_TIME);
            case BASE64 -> base64(text(value));
            case LIST -> value instanceof List<?> list
                    ? String.join(" ", list.stream().map(Simple::text).toList()) : text(value);
        };
    }

    private static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case BigDecimal number -> number(number).toPlainString();
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> throw new IllegalArgumentException("no text");
        };
    }

    private static BigDecimal number(Object value) {
        var number = switch (value) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            case Long integer -> BigDecimal.valueOf(integer);
            case String text when text.length() <= LONGEST_NUMBER -> new BigDecimal(text);
            default -> throw new IllegalArgumentException("no number");
        };
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER || number.precision() > LONGEST_NUMBER) {
            throw new ArithmeticException("too long");
        }
        return number;
    }

    private static BigInteger whole(Object value) {
        return number(value).toBigIntegerExact();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
    }

    private static String parsed(Object value, DateTimeFormatter form) {
        if (!(value instanceof String text) || text.indexOf('[') >= 0) { // a zone's name, which XML Schema has not
            return null;
        }
        form.parse(text);
        return text;
    }
}
