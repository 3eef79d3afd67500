package io.hmsbridge.core.json;

import io.hmsbridge.core.json.JsonProblem.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Reads one document. */
final class JsonReader {

    private final byte[] json;
    private final int start;
    private JsonParser parser;

    JsonReader(byte[] json) {
        this.json = json;
        this.start = ByteOrderMark.lengthIn(json);
    }

    Object read() {
        if (!TextCheck.isPlainAscii(json)) {
            refuseBadBytes();
        }
        try (var opened = ExactJson.FACTORY.createParser(ObjectReadContext.empty(), json, start, json.length - start)) {
            parser = opened;
            Object value = document();
            end();
            return value;
        } catch (UnexpectedEndOfInputException _) {
            throw problem(Kind.TRUNCATED, json.length);
        } catch (StreamConstraintsException _) {
            throw problem(Kind.TOO_LONG, start + parser.currentLocation().getByteOffset());
        } catch (JacksonException e) {
            throw new JsonProblem(Kind.MALFORMED, Malformed.sentence(e.getOriginalMessage()),
                    JsonPath.of(parser.streamReadContext()), place(start + e.getLocation().getByteOffset()));
        }
    }

    private Object document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw problem(Kind.EMPTY, json.length);
        }
        return value(first, 0);
    }

    private void end() {
        try {
            if (parser.nextToken() != null) {
                throw problemHere(Kind.TRAILING_CONTENT);
            }
        } catch (JacksonException e) {
            throw problem(Kind.TRAILING_CONTENT, start + e.getLocation().getByteOffset());
        }
    }

    private Object value(JsonToken token, int depth) {
        return switch (token) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("unexpected token " + token);
        };
    }

    private Map<String, Object> object(int depth) {
        refuseTooDeep(depth);
        var map = new LinkedHashMap<String, Object>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            int size = map.size();
            if (!TextCheck.isSafe(key)) {
                throw problemHere(TextCheck.unsafeKind(key));
            }
            map.put(key, null);
            if (map.size() == size) {
                throw problemHere(Kind.DUPLICATE_KEY);
            }
            map.put(key, value(parser.nextToken(), depth));
        }
        return Collections.unmodifiableMap(map);
    }

    private List<Object> array(int depth) {
        refuseTooDeep(depth);
        var list = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(value(token, depth));
        }
        return Collections.unmodifiableList(list);
    }

    private String text() {
        String text = parser.getString();
        if (!TextCheck.isSafe(text)) {
            throw problemHere(TextCheck.unsafeKind(text));
        }
        return text;
    }

    private Number integer() {
        refuseTooManyDigits();
        if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        var integer = parser.getBigIntegerValue();
        if (!NumberRange.contains(integer)) {
            throw problemHere(Kind.NUMBER_OUT_OF_RANGE);
        }
        return integer;
    }

    private Number decimal() {
        refuseTooManyDigits();
        BigDecimal decimal;
        try {
            decimal = new BigDecimal(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } catch (NumberFormatException _) {
            throw problemHere(Kind.NUMBER_OUT_OF_RANGE);
        }
        if (!NumberRange.contains(decimal)) {
            throw problemHere(Kind.NUMBER_OUT_OF_RANGE);
        }
        return decimal.scale() == 0 ? narrowest(decimal.unscaledValue()) : decimal;
    }

    private static Number narrowest(BigInteger integer) {
        return integer.bitLength() < Long.SIZE ? Long.valueOf(integer.longValue()) : integer;
    }

    /** Before the digits are converted, which takes time that grows with their square. */
    private void refuseTooManyDigits() {
        if (parser.getStringLength() > NumberRange.LONGEST_TEXT) {
            throw problemHere(Kind.NUMBER_OUT_OF_RANGE);
        }
    }

    private void refuseTooDeep(int depth) {
        if (depth > ExactJson.MAX_DEPTH) {
            throw problemHere(Kind.TOO_DEEP);
        }
    }

    private void refuseBadBytes() {
        int notUtf8 = TextCheck.firstNotUtf8(json);
        if (notUtf8 >= 0) {
            throw new JsonProblem(Kind.NOT_UTF8, "$", place(notUtf8));
        }
        for (int i = 0; i < json.length; i++) {
            if (json[i] == 0) {
                throw new JsonProblem(Kind.NUL, "$", place(i));
            }
        }
    }

    private JsonProblem problemHere(Kind kind) {
        return problem(kind, start + parser.currentTokenLocation().getByteOffset());
    }

    private JsonProblem problem(Kind kind, long offset) {
        return new JsonProblem(kind, JsonPath.of(parser.streamReadContext()), place(offset));
    }

    private JsonPlace place(long offset) {
        return JsonPlace.of(json, Math.clamp(offset, 0, json.length));
    }
}
