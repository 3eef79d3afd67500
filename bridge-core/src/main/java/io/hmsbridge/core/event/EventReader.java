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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads events from JSON: CloudEvents 1.0 in the JSON format, one or a batch, and the bare form {@code {type, data}}, which
 * gets an id, a source and a time of its own.
 */
public final class EventReader {

    /** Of a batch in which much is wrong so much is told. */
    private static final int MOST_TOLD = 20;
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
     * @throws EventRefusedException saying all that is wrong, where, in which event
     */
    public List<Event> read(byte[] json) {
        Object root;
        try {
            root = ExactJson.read(json);
        } catch (JsonProblem e) {
            throw new EventRefusedException(e.getMessage(), e);
        }
        var reading = new Reading();
        if (!(root instanceof List<?> batch)) {
            return reading.done(List.of(reading.event(root, "$")));
        }
        if (batch.isEmpty()) {
            throw new EventRefusedException("$: the batch is empty");
        }
        var events = new ArrayList<Optional<Event>>(batch.size());
        for (var element : batch) {
            events.add(reading.event(element, "$[" + events.size() + "]"));
        }
        return reading.done(events);
    }

    /** One reading: what is wrong is collected, and told at once at its end. */
    private final class Reading {

        private final List<String> problems = new ArrayList<>(0);
        private int found;

        List<Event> done(List<Optional<Event>> events) {
            if (found == 0) {
                return events.stream().map(Optional::orElseThrow).toList();
            }
            var told = String.join("; ", problems);
            throw new EventRefusedException(
                    found > MOST_TOLD ? told + "; and " + (found - MOST_TOLD) + " more" : told);
        }

        Optional<Event> event(Object value, String path) {
            if (!(value instanceof Map<?, ?> map)) {
                problem(path + ": an event is a JSON object");
                return Optional.empty();
            }
            int before = found;
            boolean cloudEvent = map.containsKey("specversion");
            if (cloudEvent && !SPEC_VERSION.equals(map.get("specversion"))) {
                problem(path, "specversion", "must be \"1.0\"");
            }
            var id = cloudEvent ? required(map, "id", path) : optional(map, "id", path, "");
            var source = cloudEvent ? required(map, "source", path)
                    : optional(map, "source", path, Event.DEFAULT_SOURCE);
            var type = required(map, "type", path);
            var subject = optional(map, "subject", path, "");
            var time = time(map, path);
            var data = data(map, path);
            var extensions = extensions(map, cloudEvent, path);
            return found > before ? Optional.empty()
                    : Optional.of(new Event(id.isEmpty() ? UUID.randomUUID().toString() : id, source, type, subject,
                            time, data, extensions));
        }

        private void problem(String path, String name, String what) {
            problem(path + "." + name + ": " + what);
        }

        /** What is past the bound is counted, not kept: a body may hold millions. */
        private void problem(String problem) {
            found++;
            if (problems.size() < MOST_TOLD) {
                problems.add(problem);
            }
        }

        @SuppressWarnings("unchecked") // what ExactJson reads has string keys
        private Map<String, Object> data(Map<?, ?> map, String path) {
            if (map.containsKey("data_base64")) {
                problem(path, "data_base64", "binary data cannot be mapped; send data as a JSON object");
                return Map.of();
            }
            var contentType = map.get("datacontenttype");
            if (contentType != null && !(contentType instanceof String text && isJson(text))) {
                problem(path, "datacontenttype", "only JSON data can be mapped");
                return Map.of();
            }
            if (map.get("data") instanceof Map<?, ?> data) {
                return (Map<String, Object>) data;
            }
            problem(path, "data", map.get("data") == null ? "is missing" : "must be a JSON object");
            return Map.of();
        }

        private Instant time(Map<?, ?> map, String path) {
            var text = optional(map, "time", path, "");
            if (text.isEmpty()) {
                return clock.instant();
            }
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException _) {
                problem(path, "time", "must be a time as RFC 3339 writes it, such as 2026-11-24T08:00:00Z");
                return Instant.EPOCH;
            }
        }

        private Map<String, Object> extensions(Map<?, ?> map, boolean cloudEvent, String path) {
            var extensions = new LinkedHashMap<String, Object>();
            map.forEach((key, value) -> {
                var name = (String) key;
                if (BARE.contains(name) || name.equals("specversion") || name.equals("datacontenttype")
                        || name.equals("data_base64") || value == null) {
                    return;
                }
                if (name.equals("dataschema")) {
                    extensions.put(name, value);
                } else if (!cloudEvent) {
                    problem(path, name, "is not an attribute of an event; data belongs under data");
                } else if (!EXTENSION_NAME.matcher(name).matches()) {
                    problem(path, name, "an extension's name is made of 1 to 20 lower-case letters and digits");
                } else if (value instanceof Map || value instanceof List) {
                    problem(path, name, "an extension's value is a string, a number or a boolean");
                } else {
                    extensions.put(name, value);
                }
            });
            return extensions;
        }

        private String required(Map<?, ?> map, String name, String path) {
            if (map.get(name) == null) {
                problem(path, name, "is missing");
            }
            return optional(map, name, path, "");
        }

        /** Empty for one that is not as it must be. */
        private String optional(Map<?, ?> map, String name, String path, String otherwise) {
            return switch (map.get(name)) {
                case null -> otherwise;
                case String text when !text.isBlank() -> text;
                case Object other -> {
                    problem(path, name, other instanceof String ? "must not be empty" : "must be a string");
                    yield "";
                }
            };
        }
    }

    /** Whether JSON is in it, as {@code application/json} or {@code +json}. By hand: a pattern may take hours over a long text. */
    private static boolean isJson(String mediaType) {
        int end = mediaType.indexOf(';');
        var type = (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        int slash = type.indexOf('/');
        return slash > 0
                && (type.endsWith("/json") || type.endsWith("+json") && type.length() > slash + "/+json".length());
    }
}
