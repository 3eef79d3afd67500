package io.hmsbridge.server.cli;

import java.util.List;
import java.util.Map;

/** An object of an answer, read leniently: a newer server may leave something out. */
record JsonView(Map<String, Object> fields) {

    @SuppressWarnings("unchecked") // objects that were read from JSON have string keys
    static JsonView of(Object value) {
        return new JsonView(value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of());
    }

    /** A value as text that cannot steer a terminal; empty if it is not there. */
    String text(String name) {
        return switch (fields.get(name)) {
            case null -> "";
            case String text -> plain(text);
            case List<?> list -> plain(String.join(", ", list.stream().map(String::valueOf).toList()));
            case Object other -> plain(other.toString());
        };
    }

    /** A whole number; 0 if it is not there. */
    long number(String name) {
        return fields.get(name) instanceof Long number ? number : 0;
    }

    boolean is(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    List<JsonView> list(String name) {
        return fields.get(name) instanceof List<?> list ? list.stream().map(JsonView::of).toList() : List.of();
    }

    /** Text that cannot steer a terminal. */
    static String plain(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
