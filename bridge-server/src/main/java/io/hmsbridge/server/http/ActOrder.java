package io.hmsbridge.server.http;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.DeadQuery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator asks for, as read: members that are unknown or not of their form are refused by name.
 *
 * @param fields the members of the object
 */
record ActOrder(Map<?, ?> fields) {

    private static final Set<String> KNOWN = Set.of("kind", "who", "why", "preview", "event", "target", "part",
            "revision", "to", "data", "type", "key", "reason", "timeout", "acceptedFrom", "acceptedTo", "waiting");

    static ActOrder of(Object json) {
        if (!(json instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("an act is a JSON object");
        }
        fields.keySet().stream().filter(name -> !KNOWN.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(name + ": is unknown; known are "
                    + String.join(", ", KNOWN.stream().sorted().toList()));
        });
        return new ActOrder(fields);
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

    boolean isPreview() {
        return flag("preview");
    }

    private boolean flag(String name) {
        return switch (fields.get(name)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw new IllegalArgumentException(name + ": must be true or false");
        };
    }

    private long number(String name, long fallback) {
        return switch (fields.get(name)) {
            case null -> fallback;
            case Long number when number >= 0 -> number;
            default -> throw new IllegalArgumentException(name + ": must be a whole number");
        };
    }

    /** The packet that is named; empty if a query is. */
    Optional<PacketId> packet() {
        long event = number("event", -1);
        return event < 0 ? Optional.empty() : Optional.of(new PacketId(event, text("target"),
                Math.toIntExact(number("part", 0)), Math.toIntExact(number("revision", 0))));
    }

    /** What is to be sent instead. */
    @SuppressWarnings("unchecked") // a JSON object has text keys
    Optional<Map<String, Object>> content() {
        return switch (fields.get("data")) {
            case null -> Optional.empty();
            case Map<?, ?> map -> Optional.of((Map<String, Object>) map);
            default -> throw new IllegalArgumentException("data: must be a JSON object");
        };
    }

    Optional<Duration> duration(String name, Duration most) {
        var text = textOr(name, "");
        return text.isEmpty() ? Optional.empty() : Optional.of(Parameters.duration(text)
                .filter(duration -> duration.compareTo(most) <= 0)
                .orElseThrow(
                        () -> new IllegalArgumentException(name + ": must be a duration such as 500ms or 5s, at most "
                                + most.toSeconds() + "s")));
    }

    DeadQuery query() {
        return new DeadQuery(textOr("target", ""), textOr("type", ""), textOr("key", ""), textOr("reason", ""),
                time("acceptedFrom"), time("acceptedTo"), flag("waiting"));
    }

    private Instant time(String name) {
        var text = textOr(name, "");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(name + ": must be a time such as 2026-12-07T00:00:00Z");
        }
    }
}
