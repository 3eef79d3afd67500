package io.hmsbridge.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hmsbridge.core.json.JsonProblem.Kind;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJsonTest {

    @Test
    void everyValueComesOutAsOneOfTheClosedSet() {
        Object value = ExactJson.read("""
                {"none": null, "yes": true, "text": "\\u00e9\\ud83d\\ude00", "long": 9223372036854775807,
                 "big": 9223372036854775808, "rate": 68.00, "tiny": 1E-7, "thousand": 1e3, "list": [1, []], "map": {}}
                """);

        var expected = new LinkedHashMap<String, Object>();
        expected.put("none", null);
        expected.put("yes", true);
        expected.put("text", "\u00e9\ud83d\ude00");
        expected.put("long", Long.MAX_VALUE);
        expected.put("big", new BigInteger("9223372036854775808"));
        expected.put("rate", new BigDecimal("68.00"));
        expected.put("tiny", new BigDecimal("1E-7"));
        expected.put("thousand", new BigDecimal("1E+3"));
        expected.put("list", List.of(1L, List.of()));
        expected.put("map", Map.of());
        assertThat(value).isEqualTo(expected);
        assertThat(((Map<?, ?>) value).keySet().toArray()).containsExactly(expected.keySet().toArray());
    }

    @Test
    void integersAreIntegersHoweverTheyAreWritten() {
        assertThat(ExactJson.read("[5e0, 12.5e1, -0, 99999999999999999999.9e1]"))
                .isEqualTo(List.of(5L, 125L, 0L, new BigInteger("999999999999999999999")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"68.00", "0.1", "-0.500", "9223372036854775807", "-9223372036854775809", "1E+3",
        "123456789012345678901234567890.123456789", "0.0000001", "\"a\\u0001\\\"\\\\\u00e9\ud83d\ude00\"",
        "{\"b\":1,\"a\":[null,true,false,\"\"]}"})
    void whatIsInCanonicalFormIsWrittenAsItWasRead(String json) {
        assertThat(ExactJson.writeString(ExactJson.read(json))).isEqualTo(json);
    }

    @Test
    void whatWasReadCannotBeChanged() {
        var map = (Map<?, ?>) ExactJson.read("{\"list\":[1]}");

        assertThat(map).isUnmodifiable();
        assertThat((List<?>) map.get("list")).isUnmodifiable();
    }

    @Test
    void aByteOrderMarkIsSkippedAndAStreamIsReadToItsEnd() throws Exception {
        byte[] json = "\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_8);

        assertThat(ExactJson.read(new ByteArrayInputStream(json))).isEqualTo(Map.of("a", 1L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "~~                                        | EMPTY               | $                  | 1:1",
        "{\"data\":{\"rates\":[1,2,3,{\"new\":tru}]}} | MALFORMED        | $.data.rates[3].new | 1:32",
        "{\"a\":1,}                                | MALFORMED           | $.a                | 1:8",
        "{\"a\":NaN}                               | MALFORMED           | $.a                | 1:9",
        "{\"a\":01}                                | MALFORMED           | $.a                | 1:7",
        "{'a':1}                                   | MALFORMED           | $                  | 1:2",
        "[1,2                                      | TRUNCATED           | $[1]               | 1:5",
        "{\"a\":\"x                                | TRUNCATED           | $.a                | 1:8",
        "[1] 2                                     | TRAILING_CONTENT    | $                  | 1:5",
        "[1]]                                      | TRAILING_CONTENT    | $                  | 1:4",
        "{\"o\":{\"a\":null,\"b\":1,\"a\":2}}      | DUPLICATE_KEY       | $.o.a              | 1:22",
        "{\"a\":[\"\\u0000\"]}                     | NUL                 | $.a[0]             | 1:7",
        "{\"a b\":{\"\\u0000\":1}}                 | NUL                 | $['a b']['?']      | 1:9",
        "[\"\\ud800x\"]                            | LONE_SURROGATE      | $[0]               | 1:2",
        "[\"\\udc00\\ud800\"]                      | LONE_SURROGATE      | $[0]               | 1:2",
        "[1e1001]                                  | NUMBER_OUT_OF_RANGE | $[0]               | 1:2",
        "[1,1e-99999999999]                        | NUMBER_OUT_OF_RANGE | $[1]               | 1:4",
    })
    void whatCannotBeKeptIsRefusedWithItsPlace(String json, Kind kind, String path, String lineAndColumn) {
        var problem = refusal(json.getBytes(StandardCharsets.UTF_8));

        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.path()).isEqualTo(path);
        var place = problem.place().orElseThrow();
        assertThat(place.line() + ":" + place.column()).isEqualTo(lineAndColumn);
        assertThat(problem).hasMessageContaining(path).hasMessageContaining(place.toString());
    }

    @Test
    void theColumnCountsCharactersAndTheOffsetBytes() {
        var problem = refusal("{\r\n \"\u00e9\":\"\ud83d\ude00\", \"k\": ?}".getBytes(StandardCharsets.UTF_8));

        assertThat(problem.place()).contains(new JsonPlace(22, 2, 16));
    }

    @Test
    void aMessageNeverQuotesAValue() {
        for (String json : List.of("{\"ssn\": 123-45-6789}", "{\"ssn\": secret}", "{\"ssn\": \"secret}",
                "{\"ssn\": \"secret\" secret}", "{\"ssn\": \"secret\\u0000\"}", "{\"ssn\": \"secret\\q\"}")) {
            assertThat(refusal(json.getBytes(StandardCharsets.UTF_8)).getMessage())
                    .doesNotContain("secret").doesNotContain("6789");
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[][] wrong = {
            "[\"caf\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1),
            "[1]".getBytes(StandardCharsets.UTF_16),
            {'"', (byte) 0xC0, (byte) 0x80, '"'},                                                 // overlong NUL
            {'"', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xED, (byte) 0xB8, (byte) 0x80, '"'}, // CESU-8
            {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},                       // beyond Unicode
        };
        for (byte[] json : wrong) {
            assertThat(refusal(json).kind()).isEqualTo(Kind.NOT_UTF8);
        }
        assertThat(refusal("[1]".getBytes(StandardCharsets.UTF_16LE)).kind()).isEqualTo(Kind.NUL);
    }

    @Test
    void halfACharacterInAJavaStringIsRefusedNotReplaced() {
        var problem = catchThrowableOfType(JsonProblem.class, () -> ExactJson.read("[\n\"\ud800\"]"));

        assertThat(problem.kind()).isEqualTo(Kind.LONE_SURROGATE);
        assertThat(problem.place()).contains(new JsonPlace(3, 2, 2));
    }

    @Test
    void theLimitsAreWhereTheySay() {
        String digits = "9".repeat(ExactJson.MAX_DIGITS);
        String key = "k".repeat(ExactJson.MAX_KEY);
        String nested = "[".repeat(ExactJson.MAX_DEPTH) + "]".repeat(ExactJson.MAX_DEPTH);

        assertThat(ExactJson.read(digits)).isEqualTo(new BigInteger(digits));
        assertThat(ExactJson.read("1e1000")).isEqualTo(new BigDecimal("1e1000"));
        assertThat(ExactJson.read("{\"" + key + "\":1}")).isEqualTo(Map.of(key, 1L));
        assertThat(ExactJson.writeString(ExactJson.read(nested))).isEqualTo(nested);

        assertThat(refusal((digits + "9").getBytes(StandardCharsets.UTF_8)).kind()).isEqualTo(Kind.NUMBER_OUT_OF_RANGE);
        assertThat(refusal(("0." + digits + "1").getBytes(StandardCharsets.UTF_8)).kind())
                .isEqualTo(Kind.NUMBER_OUT_OF_RANGE);
        assertThat(refusal("1".repeat(1_000_000).getBytes(StandardCharsets.UTF_8)).kind())
                .isEqualTo(Kind.NUMBER_OUT_OF_RANGE);
        assertThat(refusal(("{\"" + key + "k\":1}").getBytes(StandardCharsets.UTF_8)).kind()).isEqualTo(Kind.TOO_LONG);
        assertThat(refusal(("[" + nested + "]").getBytes(StandardCharsets.UTF_8)).kind()).isEqualTo(Kind.TOO_DEEP);
    }

    @Test
    void aWrittenMapIsTheMapAndKeepsHowItWasWritten() {
        var map = new LinkedHashMap<String, Object>();
        map.put("rate", new BigDecimal("68.00"));
        map.put("none", null);
        var written = WrittenMap.of(map);

        assertThat(written.json()).isEqualTo(ExactJson.write(map));
        for (var same : List.of(written, WrittenMap.ofJson(written.json()))) {
            assertThat(same).isEqualTo(map).hasSameHashCodeAs(map);
            assertThatThrownBy(() -> same.put("rate", 1L)).isInstanceOf(UnsupportedOperationException.class);
            assertThat(same.get("rate")).isEqualTo(new BigDecimal("68.00"));
            assertThat(same.containsKey("none")).isTrue();
            assertThat(ExactJson.write(same)).isEqualTo(written.json());
        }
    }

    @Test
    void textOfAnyLengthIsWritten() {
        String text = "\u00e9\ud83d\ude00\u0001x".repeat(10_000);

        assertThat(ExactJson.read(ExactJson.write(text))).isEqualTo(text);
    }

    @Test
    void onlyTheClosedSetIsWritten() {
        var endless = new ArrayList<>();
        endless.add(endless);

        assertThat(unwritable(Map.of("a", Arrays.asList(null, 2)))).isEqualTo("UNKNOWN_TYPE $.a[1]");
        assertThat(unwritable(List.of(1.5))).isEqualTo("UNKNOWN_TYPE $[0]");
        assertThat(unwritable(List.of(true, Map.of("a", Map.of(1L, 2L))))).isEqualTo("UNKNOWN_TYPE $[1].a");
        assertThat(unwritable(Map.of("a", Map.of("k\0", 1L)))).isEqualTo("NUL $.a['k?']");
        assertThat(unwritable(Map.of("a", "\ud800"))).isEqualTo("LONE_SURROGATE $.a");
        assertThat(unwritable(Map.of("a", "x\0"))).isEqualTo("NUL $.a");
        assertThat(unwritable(new BigDecimal("1e1001"))).isEqualTo("NUMBER_OUT_OF_RANGE $");
        assertThat(unwritable(BigInteger.TEN.pow(1_000))).isEqualTo("NUMBER_OUT_OF_RANGE $");
        assertThat(unwritable(endless)).startsWith("TOO_DEEP $[0][0]");
    }

    private static String unwritable(Object value) {
        var problem = catchThrowableOfType(JsonProblem.class, () -> ExactJson.write(value));
        assertThat(problem.place()).isEmpty();
        return problem.kind() + " " + problem.path();
    }

    private static JsonProblem refusal(byte[] json) {
        return catchThrowableOfType(JsonProblem.class, () -> ExactJson.read(json));
    }
}
