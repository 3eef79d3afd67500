package io.hmsbridge.core.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes JSON exactly.
 *
 * <p>Reading gives values of the closed set only (see the package). Integers are {@code Long}, or {@code BigInteger}
 * where they do not fit; every other number is a {@code BigDecimal} with the digits as written ({@code 68.00} keeps its
 * two decimals). A number written with a point or exponent whose value has no decimals to keep ({@code 5e0}) is an
 * integer; so a {@code BigDecimal} of scale 0 never comes out. Maps keep the order of the document; maps and lists are
 * unmodifiable.
 *
 * <p>Whatever would have to be guessed, rounded or dropped is refused with a {@link JsonProblem}: see
 * {@link JsonProblem.Kind} for the list. A UTF-8 byte order mark at the start is skipped.
 *
 * <p>Writing is compact UTF-8. What was read and written again reads back equal. All methods are safe for use by many
 * threads.
 */
public final class ExactJson {

    /** How many lists and maps may be nested. */
    public static final int MAX_DEPTH = 100;
    /** How many digits a number may have. */
    public static final int MAX_DIGITS = 1_000;
    /** How many decimals or trailing zeros (a power of ten) a number may have. */
    public static final int MAX_EXPONENT = 1_000;
    /** How many characters one text may have. */
    public static final int MAX_TEXT = 20_000_000;
    /** How many characters one key may have. */
    public static final int MAX_KEY = 10_000;

    // Depth and numbers are checked here, where the path is known; the parser's own limits would only hide it.
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_KEY)
                    .build())
            .build();

    private ExactJson() {
    }

    /**
     * Reads one JSON document.
     *
     * @throws JsonProblem if it is not exactly one well-formed document that can be kept without loss
     */
    public static Object read(byte[] json) {
        return new JsonReader(json).read();
    }

    /**
     * Reads one JSON document.
     *
     * @throws JsonProblem if it is not exactly one well-formed document that can be kept without loss
     */
    public static Object read(String json) {
        int unsafe = TextCheck.firstLoneSurrogate(json);
        if (unsafe >= 0) {
            throw new JsonProblem(JsonProblem.Kind.LONE_SURROGATE, "$",
                    JsonPlace.of(json.substring(0, unsafe).getBytes(StandardCharsets.UTF_8)));
        }
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the stream to its end as one JSON document. The stream is not closed and its length is not limited: bound
     * it before where it comes from outside.
     *
     * @throws JsonProblem if it is not exactly one well-formed document that can be kept without loss
     * @throws IOException if the stream cannot be read
     */
    public static Object read(InputStream json) throws IOException {
        return read(json.readAllBytes());
    }

    /**
     * Writes a value as compact UTF-8 JSON. Maps are written in their own order, numbers with the digits they have.
     *
     * @throws JsonProblem if the value holds anything outside the closed set of types
     */
    public static byte[] write(Object value) {
        return JsonWriter.write(value);
    }

    /**
     * Writes a value as compact JSON text.
     *
     * @throws JsonProblem if the value holds anything outside the closed set of types
     */
    public static String writeString(Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }
}
