package io.hmsbridge.server.http;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.DeadQuery;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator asks for, as read: members that are unknown or not of their form are refused by name.
 *
 * @param fields the members of the object
 */
record ActOrder(OrderFields fields) {

    private static final Set<String> KNOWN = Set.of("kind", "who", "why", "preview", "event", "target", "part",
            "revision", "to", "data", "type", "key", "reason", "timeout", "acceptedFrom", "acceptedTo", "waiting",
            "until", "due");

    static ActOrder of(Object json) {
        return new ActOrder(OrderFields.of("an act", json, KNOWN));
    }

    String text(String name) {
        return fields.text(name);
    }

    String textOr(String name, String fallback) {
        return fields.textOr(name, fallback);
    }

    boolean isPreview() {
        return fields.flag("preview");
    }

    /** The packet that is named; empty if a query is. */
    Optional<PacketId> packet() {
        return packet(fields);
    }

    static Optional<PacketId> packet(OrderFields fields) {
        long event = fields.number("event", -1);
        return event < 0 ? Optional.empty() : Optional.of(new PacketId(event, fields.text("target"),
                Math.toIntExact(fields.number("part", 0)), Math.toIntExact(fields.number("revision", 0))));
    }

    /** What is to be sent instead. */
    @SuppressWarnings("unchecked") // a JSON object has text keys
    Optional<Map<String, Object>> content() {
        return switch (fields.value("data")) {
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
                fields.time("acceptedFrom"), fields.time("acceptedTo"), fields.flag("waiting"));
    }
}
