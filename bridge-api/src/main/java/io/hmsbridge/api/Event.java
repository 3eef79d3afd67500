package io.hmsbridge.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A source event: the attributes of <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents
 * 1.0</a> and its data. Immutable and safe to share between threads.
 *
 * @param id identifies the event within its source; the pair is accepted once within the deduplication window
 * @param source the context in which the event happened, a URI reference
 * @param type what happened, such as {@code policy.per_diem.updated}; mapping sheets are found by it
 * @param subject what it happened to, or empty; the default ordering key
 * @param time when it happened
 * @param data the event's data, in the closed set of values of this package
 * @param extensions further CloudEvents attributes, by their lower-case names
 */
public record Event(String id, String source, String type, String subject, Instant time, Map<String, Object> data,
        Map<String, Object> extensions) {

    /** Where events come from that name no source. */
    public static final String DEFAULT_SOURCE = "/hms-bridge";

    /** @throws IllegalArgumentException if an attribute is blank or a value lies outside the closed set, naming it */
    public Event {
        requireText("id", id);
        requireText("source", source);
        requireText("type", type);
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(time, "time");
        data = Values.ofMap(data);
        extensions = Values.ofMap(extensions);
    }

    /** An event of now, with a random id. */
    public static Event of(String type, Map<String, ?> data) {
        return new Event(UUID.randomUUID().toString(), DEFAULT_SOURCE, type, "", Instant.now(), Values.ofMap(data),
                Map.of());
    }

    /** This event under its source's own id, so that emitting it again is recognised. */
    public Event withId(String newSource, String newId) {
        return new Event(newId, newSource, type, subject, time, data, extensions);
    }

    /** This event about {@code newSubject}: by default its packets keep their order among those of the same subject. */
    public Event withSubject(String newSubject) {
        return new Event(id, source, type, newSubject, time, data, extensions);
    }

    /** This event with one more extension, or with another value of it. */
    public Event withExtension(String name, Object value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Event(id, source, type, subject, time, data, more);
    }

    /** The attributes alone: data never belongs into a log. */
    @Override
    public String toString() {
        return "Event[" + type + " id=" + id + " source=" + source + (subject.isEmpty() ? "" : " subject=" + subject)
                + "]";
    }

    private static void requireText(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the event's " + name + " is missing");
        }
    }
}
