package io.hmsbridge.core.event;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.JsonProblem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads events from JSON: CloudEvents 1.0 in the JSON format, one or a batch, and the bare form {@code {type, data}}, which
 * gets an id, a source and a time of its own.
 */
public final class EventReader {

    private static final String SPEC_VERSION = "1.0";
    private static final Pattern EXTENSION_NAME = Pattern.compile("[a-z0-9]{1,20}");
    private static final Set<String> BARE = Set.of("type", "data", "id", "source", "subject", "time");

    private final Clock clock;

    public EventReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads one event or an array of them.
     *
     * @throws EventRefusedException saying what is wrong, where, in which event
     */
    public List<Event> read(byte[] json) {
        Object root;
        try {
            root = ExactJson.read(json);
        } catch (JsonProblem e) {
            throw new EventRefusedException(e.getMessage(), e);
        }
        if (!(root instanceof List<?> batch)) {
            return List.of(event(root, "$"));
        }
        if (batch.isEmpty()) {
            throw new EventRefusedException("$: the batch is empty");
        }
        var events = new ArrayList<Event>(batch.size());
        for (var element : batch) {
            events.add(event(element, "$[" + events.size() + "]"));
        }
        return events;
    }

    private Event event(Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new EventRefusedException(path + ": an event is a JSON object");
        }
        boolean cloudEvent = map.containsKey("specversion");
        if (cloudEvent && !SPEC_VERSION.equals(map.get("specversion"))) {
            throw new EventRefusedException(path + ".specversion: must be \"1.0\"");
        }
        var id = cloudEvent ? required(map, "id", path) : optional(map, "id", path, UUID.randomUUID().toString());
        var source = cloudEvent ? required(map, "source", path) : optional(map, "source", path, Event.DEFAULT_SOURCE);
        var type = required(map, "type", path);
        var subject = optional(map, "subject", path, "");
        var time = time(map, path);
        return new Event(id, source, type, subject, time, data(map, path), extensions(map, cloudEvent, path));
    }

    @SuppressWarnings("unchecked") // what ExactJson reads has string keys
    private static Map<String, Object> data(Map<?, ?> map, String path) {
        if (map.containsKey("data_base64")) {
            throw new EventRefusedException(
                    path + ".data_base64: binary data cannot be mapped; send data as a JSON object");
        }
        var contentType = map.get("datacontenttype");
        if (contentType != null && !(contentType instanceof String text && isJson(text))) {
            throw new EventRefusedException(path + ".datacontenttype: only JSON data can be mapped");
        }
        if (map.get("data") instanceof Map<?, ?> data) {
            return (Map<String, Object>) data;
        }
        throw new EventRefusedException(
                path + ".data: " + (map.get("data") == null ? "is missing" : "must be a JSON object"));
    }

    /** Whether JSON is in it, as {@code application/json} or {@code +json}. By hand: a pattern may take hours over a long text. */
    private static boolean isJson(String mediaType) {
        int end = mediaType.indexOf(';');
        var type = (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        int slash = type.indexOf('/');
        return slash > 0
                && (type.endsWith("/json") || type.endsWith("+json") && type.length() > slash + "/+json".length());
    }

    private Instant time(Map<?, ?> map, String path) {
        var text = optional(map, "time", path, "");
        if (text.isEmpty()) {
            return clock.instant();
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new EventRefusedException(
                    path + ".time: must be a time as RFC 3339 writes it, such as 2026-11-24T08:00:00Z", e);
        }
    }

    private static Map<String, Object> extensions(Map<?, ?> map, boolean cloudEvent, String path) {
        var extensions = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> {
            var name = (String) key;
            if (BARE.contains(name) || name.equals("specversion") || name.equals("datacontenttype") || value == null) {
                return;
            }
            if (name.equals("dataschema")) {
                extensions.put(name, value);
            } else if (!cloudEvent) {
                throw new EventRefusedException(
                        path + "." + name + ": is not an attribute of an event; data belongs under data");
            } else if (!EXTENSION_NAME.matcher(name).matches()) {
                throw new EventRefusedException(
                        path + "." + name + ": an extension's name is made of 1 to 20 lower-case letters and digits");
            } else if (value instanceof Map || value instanceof List) {
                throw new EventRefusedException(
                        path + "." + name + ": an extension's value is a string, a number or a boolean");
            } else {
                extensions.put(name, value);
            }
        });
        return extensions;
    }

    private static String required(Map<?, ?> map, String name, String path) {
        var text = optional(map, name, path, "");
        if (text.isBlank()) {
            throw new EventRefusedException(path + "." + name + ": is missing");
        }
        return text;
    }

    private static String optional(Map<?, ?> map, String name, String path, String otherwise) {
        return switch (map.get(name)) {
            case null -> otherwise;
            case String text when text.isBlank() ->
                    throw new EventRefusedException(path + "." + name + ": must not be empty");
            case String text -> text;
            default -> throw new EventRefusedException(path + "." + name + ": must be a string");
        };
    }
}
