package io.hmsbridge.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of what an operator asks for, as read: those that are unknown or not of their form are refused by name, with an
 * {@link IllegalArgumentException}.
 */
record OrderFields(Map<?, ?> fields) {

    /** @param what it is, for people */
    static OrderFields of(String what, Object json, Set<String> known) {
        if (!(json instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException(what + " is a JSON object");
        }
        fields.keySet().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(name + ": is unknown; known are "
                    + String.join(", ", known.stream().sorted().toList()));
        });
        return new OrderFields(fields);
    }

    Object value(String name) {
        return fields.get(name);
    }

    String text(String name) {
        var text = textOr(name, "");
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + ": is missing");
        }
        return text;
    }

    String textOr(String name, String fallback) {
        return switch (fields.get(name)) {
            case null -> fallback;
            case String text -> text;
            default -> throw new IllegalArgumentException(name + ": must be a text");
        };
    }

    List<String> texts(String name) {
        return switch (fields.get(name)) {
            case null -> List.of();
            case List<?> list when list.stream().allMatch(String.class::isInstance) ->
                    list.stream().map(String.class::cast).toList();
            default -> throw new IllegalArgumentException(name + ": must be a list of texts");
        };
    }

    boolean flag(String name) {
        return switch (fields.get(name)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw new IllegalArgumentException(name + ": must be true or false");
        };
    }

    long number(String name, long fallback) {
        return switch (fields.get(name)) {
            case null -> fallback;
            case Long number when number >= 0 -> number;
            default -> throw new IllegalArgumentException(name + ": must be a whole number");
        };
    }

    /** Null if it is not there. */
    Instant time(String name) {
        var text = textOr(name, "");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(name + ": must be a time such as 2026-12-07T00:00:00Z");
        }
    }

    Instant requiredTime(String name) {
        var time = time(name);
        if (time == null) {
            throw new IllegalArgumentException(name + ": is missing");
        }
        return time;
    }
}
