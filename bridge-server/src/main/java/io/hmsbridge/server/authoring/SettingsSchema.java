package io.hmsbridge.server.authoring;

import io.hmsbridge.api.SettingType;
import io.hmsbridge.api.SettingsSpec;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings as JSON Schema. Any of them may be written as a text, since it may be a placeholder such as {@code ${env:NAME}}. */
final class SettingsSchema {

    private static final String TEXT = "string";

    private SettingsSchema() {}

    static Map<String, Object> of(String connector, SettingsSpec settings, SettingsSpec use) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", connector);
        schema.put("type", "object");
        var properties = new LinkedHashMap<String, Object>();
        properties.put("settings", object(settings));
        properties.put("with", object(use));
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> object(SettingsSpec spec) {
        var schema = new LinkedHashMap<String, Object>();
        var properties = new LinkedHashMap<String, Object>();
        spec.entries().forEach(entry -> properties.put(entry.name(), property(entry)));
        spec.formerNames().forEach((former, now) -> properties.put(former,
                Map.of("$comment", "named " + now + " now", "deprecated", true)));
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", spec.entries().stream().filter(entry -> entry.required() && entry.env().isEmpty())
                .map(SettingsSpec.Entry::name).toList());
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> property(SettingsSpec.Entry entry) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("description", entry.doc());
        switch (entry.type()) {
            case TEXT, SECRET -> schema.put("type", List.of(TEXT, "number", "boolean"));
            case PATH, URI, DURATION -> schema.put("type", TEXT);
            case INTEGER -> schema.put("type", List.of("integer", TEXT));
            case DECIMAL -> schema.put("type", List.of("number", TEXT));
            case FLAG -> schema.put("type", List.of("boolean", TEXT));
            case CHOICE -> schema.put("anyOf",
                    List.of(Map.of("enum", entry.choices()), Map.of("type", TEXT, "pattern", "\\$\\{")));
            case LIST -> schema.put("type", List.of("array", TEXT));
            case MAP -> schema.put("type", List.of("object", TEXT));
        }
        if (entry.type() == SettingType.SECRET) {
            schema.put("writeOnly", true);
        } else if (!entry.fallback().isEmpty()) {
            schema.put("default", fallback(entry));
        }
        return schema;
    }

    private static Object fallback(SettingsSpec.Entry entry) {
        return switch (entry.type()) {
            case INTEGER -> Long.valueOf(entry.fallback());
            case DECIMAL -> new BigDecimal(entry.fallback());
            case FLAG -> Boolean.valueOf(entry.fallback());
            case LIST -> List.of(entry.fallback());
            default -> entry.fallback();
        };
    }
}
