package io.hmsbridge.core.json;

import io.hmsbridge.core.json.JsonProblem.Kind;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamContext;

/** Writes one value. */
final class JsonWriter {

    /** Up to here a small fraction is written with its zeros rather than with an exponent; both read back equal. */
    private static final int MOST_PLAIN_DECIMALS = 40;

    private final JsonGenerator generator;

    private JsonWriter(JsonGenerator generator) {
        this.generator = generator;
    }

    static byte[] write(Object value) {
        var out = new ByteArrayOutputStream(512);
        try (var generator = ExactJson.FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new JsonWriter(generator).value(value, 0);
        }
        return out.toByteArray();
    }

    private void value(Object value, int depth) {
        switch (value) {
            case null -> generator.writeNull();
            case String text -> text(text);
            case Long number -> generator.writeNumber(number.longValue());
            case BigDecimal number -> decimal(number);
            case Boolean flag -> generator.writeBoolean(flag);
            case Map<?, ?> map -> object(map, depth + 1);
            case List<?> list -> array(list, depth + 1);
            case BigInteger number -> integer(number);
            default -> throw unknownType(value);
        }
    }

    private void object(Map<?, ?> map, int depth) {
        refuseTooDeep(depth);
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new JsonProblem(Kind.UNKNOWN_TYPE, "a key of this map is not text",
                        JsonPath.of(context().getParent()), null);
            }
            if (!TextCheck.isSafe(key)) {
                throw new JsonProblem(TextCheck.unsafeKind(key), JsonPath.ofKey(context(), key), null);
            }
            generator.writeName(key);
            value(entry.getValue(), depth);
        }
        generator.writeEndObject();
    }

    private void array(List<?> list, int depth) {
        refuseTooDeep(depth);
        generator.writeStartArray();
        for (Object element : list) {
            value(element, depth);
        }
        generator.writeEndArray();
    }

    private void integer(BigInteger number) {
        if (!NumberRange.contains(number)) {
            throw problem(Kind.NUMBER_OUT_OF_RANGE);
        }
        generator.writeNumber(number);
    }

    private void decimal(BigDecimal number) {
        if (!NumberRange.contains(number)) {
            throw problem(Kind.NUMBER_OUT_OF_RANGE);
        }
        boolean plain = number.scale() >= 0 && number.scale() <= MOST_PLAIN_DECIMALS;
        generator.writeNumber(plain ? number.toPlainString() : number.toString());
    }

    private void text(String text) {
        if (!TextCheck.isSafe(text)) {
            throw problem(TextCheck.unsafeKind(text));
        }
        generator.writeString(text);
    }

    private void refuseTooDeep(int depth) {
        if (depth > ExactJson.MAX_DEPTH) {
            throw problem(Kind.TOO_DEEP);
        }
    }

    private JsonProblem unknownType(Object value) {
        return new JsonProblem(Kind.UNKNOWN_TYPE, "a " + value.getClass().getName() + " cannot be written; use Boolean,"
                + " String, Long, BigInteger, BigDecimal, List or Map", path(), null);
    }

    private JsonProblem problem(Kind kind) {
        return new JsonProblem(kind, path(), null);
    }

    private String path() {
        return JsonPath.ofNext(context());
    }

    private TokenStreamContext context() {
        return generator.streamWriteContext();
    }
}
