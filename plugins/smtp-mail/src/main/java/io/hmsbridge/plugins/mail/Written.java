package io.hmsbridge.plugins.mail;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Values as text for people, and as JSON to the digit. */
final class Written {

    private static final JsonFactory JSON = new JsonFactory();
    /** A number with more zeros than this is left in its short form. */
    private static final int MANY = 1_000;

    private Written() {}

    /** As a person would write it; lists and maps as JSON, nothing for null. */
    static String of(Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case BigDecimal number when Math.abs((long) number.scale()) < MANY -> number.toPlainString();
            case List<?> list -> new String(json(list), StandardCharsets.UTF_8);
            case Map<?, ?> map -> new String(json(map), StandardCharsets.UTF_8);
            default -> value.toString();
        };
    }

    static byte[] json(Object value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(out, value);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case Long number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(element -> write(out, element));
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                out.writeStartObject();
                map.forEach((name, element) -> {
                    out.writeName((String) name);
                    write(out, element);
                });
                out.writeEndObject();
            }
            default -> throw new IllegalArgumentException("a packet holds no " + value.getClass().getName());
        }
    }
}
