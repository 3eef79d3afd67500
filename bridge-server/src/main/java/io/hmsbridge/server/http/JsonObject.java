package io.hmsbridge.server.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds an object of the closed set of values, in the order of the calls. What is absent is left out. */
final class JsonObject {

    /** As many as most objects have: a packet is told of in this form for each that follows it. */
    private final Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(24);

    JsonObject with(String name, String value) {
        return put(name, value);
    }

    JsonObject with(String name, long value) {
        return put(name, value);
    }

    JsonObject with(String name, Long value) {
        return put(name, value);
    }

    JsonObject with(String name, BigDecimal value) {
        return put(name, value);
    }

    JsonObject with(String name, boolean value) {
        return put(name, value);
    }

    JsonObject with(String name, Instant value) {
        return put(name, value == null ? null : value.toString());
    }

    JsonObject withMillis(String name, Duration value) {
        return put(name, value == null ? null : value.toMillis());
    }

    JsonObject with(String name, List<?> value) {
        return put(name, value);
    }

    JsonObject with(String name, Map<String, ?> value) {
        return put(name, value);
    }

    /** Any value of the closed set. */
    JsonObject withValue(String name, Object value) {
        return put(name, value);
    }

    Map<String, Object> fields() {
        return fields;
    }

    private JsonObject put(String name, Object value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }
}
