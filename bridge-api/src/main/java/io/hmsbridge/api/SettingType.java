package io.hmsbridge.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The types a setting can have: how each is written in YAML and what a settings record declares for it. */
public enum SettingType {
    /** {@code String} */
    TEXT("a text"),
    /** {@code int} or {@code long} */
    INTEGER("a whole number"),
    /** {@link BigDecimal} */
    DECIMAL("a number"),
    /** {@code boolean} */
    FLAG("true or false"),
    /** {@link Duration}, written {@code 500ms}, {@code 5s}, {@code 10m}, {@code 8h}, {@code 14d} or in ISO 8601 */
    DURATION("a duration such as 500ms, 5s, 10m, 8h or 14d"),
    /** {@link URI}, absolute */
    URI("an absolute address such as https://hr.agency.example/api"),
    /** {@link Path} */
    PATH("a path"),
    /** an enum's constant, in lower case */
    CHOICE("one of its choices"),
    /** {@link Secret} */
    SECRET("a secret, from ${env:NAME} or ${file:PATH}"),
    /** {@code List<String>} */
    LIST("a list of texts"),
    /** {@code Map<String, String>} */
    MAP("a map of texts");

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final String wanted;

    SettingType(String wanted) {
        this.wanted = wanted;
    }

    /** What a person should write, to end a sentence that begins with "must be". */
    public String wanted() {
        return wanted;
    }

    static SettingType of(Class<?> type) {
        return switch (type) {
            case Class<?> c when c == String.class -> TEXT;
            case Class<?> c when c == int.class || c == long.class || c == Integer.class || c == Long.class -> INTEGER;
            case Class<?> c when c == BigDecimal.class -> DECIMAL;
            case Class<?> c when c == boolean.class || c == Boolean.class -> FLAG;
            case Class<?> c when c == Duration.class -> DURATION;
            case Class<?> c when c == URI.class -> URI;
            case Class<?> c when c == Path.class -> PATH;
            case Class<?> c when c.isEnum() -> CHOICE;
            case Class<?> c when c == Secret.class -> SECRET;
            case Class<?> c when c == List.class -> LIST;
            case Class<?> c when c == Map.class -> MAP;
            default -> throw new IllegalArgumentException("a setting cannot be of type " + type.getName());
        };
    }

    /** @throws IllegalArgumentException if the value cannot be read as this type */
    Object read(Object value, Class<?> javaType) {
        return switch (this) {
            case TEXT -> scalar(value);
            case SECRET -> new Secret(scalar(value));
            case INTEGER -> integer(scalar(value), javaType);
            case DECIMAL -> new BigDecimal(scalar(value));
            case FLAG -> flag(scalar(value));
            case DURATION -> duration(scalar(value));
            case URI -> uri(scalar(value));
            case PATH -> path(scalar(value));
            case CHOICE -> choice(scalar(value), javaType);
            case LIST -> list(value);
            case MAP -> map(value);
        };
    }

    private static String scalar(Object value) {
        return switch (value) {
            case String s -> s;
            case Boolean b -> b.toString();
            case Long l -> l.toString();
            case BigInteger i -> i.toString();
            case BigDecimal d -> d.toPlainString();
            case null, default -> throw new IllegalArgumentException("not a scalar");
        };
    }

    private static Object integer(String text, Class<?> javaType) {
        if (javaType == int.class || javaType == Integer.class) {
            return Integer.valueOf(text);
        }
        return Long.valueOf(text);
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Duration duration(String text) {
        var shortForm = SHORT_DURATION.matcher(text);
        if (!shortForm.matches()) {
            return Duration.parse(checkedIso(text));
        }
        long amount = Long.parseLong(shortForm.group(1));
        return switch (shortForm.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String checkedIso(String text) {
        if (!text.startsWith("P")) {
            throw new IllegalArgumentException("not a duration");
        }
        return text;
    }

    private static URI uri(String text) {
        var uri = java.net.URI.create(text);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("not absolute");
        }
        return uri;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
    }

    private static Object choice(String text, Class<?> javaType) {
        return Arrays.stream(javaType.getEnumConstants()).filter(c -> choiceName(c).equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a choice"));
    }

    static String choiceName(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static List<String> list(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(SettingType::scalar).toList();
        }
        return List.of(scalar(value));
    }

    private static Map<String, String> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            var texts = new LinkedHashMap<String, String>();
            map.forEach((name, text) -> texts.put(scalar(name), scalar(text)));
            return java.util.Collections.unmodifiableMap(texts);
        }
        throw new IllegalArgumentException("not a map");
    }
}
