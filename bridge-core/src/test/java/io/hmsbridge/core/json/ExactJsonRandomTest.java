package io.hmsbridge.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Runs on generated values and documents. The seed is in the message of a failure, to run it again. */
class ExactJsonRandomTest {

    private static final int VALUES = 3_000;
    private static final int MUTANTS = 25_000;

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void everyValueReadsBackEqualAfterWriting() {
        for (int i = 0; i < VALUES; i++) {
            Object value = value(0);
            byte[] json = ExactJson.write(value);
            assertThat(ExactJson.read(json)).as("seed %d, value %d: %s", seed, i, value).isEqualTo(value);
            assertThat(ExactJson.write(ExactJson.read(json))).as("seed %d, value %d", seed, i).isEqualTo(json);
        }
    }

    @Test
    void everyValueIsWrittenAsAGeneralGeneratorWritesIt() {
        var factory = JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
        for (int i = 0; i < VALUES; i++) {
            Object value = value(0);
            var out = new ByteArrayOutputStream();
            try (var generator = factory.createGenerator(ObjectWriteContext.empty(), out)) {
                generate(generator, value);
            }
            assertThat(ExactJson.write(value)).as("seed %d, value %d: %s", seed, i, value).isEqualTo(out.toByteArray());
        }
    }

    private static void generate(JsonGenerator generator, Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case Boolean flag -> generator.writeBoolean(flag);
            case Long number -> generator.writeNumber(number);
            case BigInteger number -> generator.writeNumber(number);
            case BigDecimal number ->
                    generator.writeNumber(number.scale() > 0 && number.scale() <= 40 ? number.toPlainString()
                            : number.toString());
            case String text -> generator.writeString(text);
            case List<?> list -> {
                generator.writeStartArray();
                list.forEach(element -> generate(generator, element));
                generator.writeEndArray();
            }
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((key, element) -> {
                    generator.writeName((String) key);
                    generate(generator, element);
                });
                generator.writeEndObject();
            }
            default -> throw new IllegalStateException("not of the closed set");
        }
    }

    @Test
    void whateverTheBytesTheyAreReadOrRefusedAndNothingElse() {
        byte[] good = ExactJson.write(value(0));
        for (int i = 0; i < MUTANTS; i++) {
            if (i % 20 == 0) {
                good = ExactJson.write(value(0));
            }
            byte[] mutant = mutate(good);
            try {
                ExactJson.write(ExactJson.read(mutant));
            } catch (JsonProblem refused) {
                assertThat(refused.place()).as("seed %d, mutant %d", seed, i).isPresent();
            } catch (RuntimeException e) {
                fail("seed " + seed + ", mutant " + i + ": " + HexFormat.of().formatHex(mutant), e);
            }
        }
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth < 5 ? 10 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> new BigInteger(200, random).add(BigInteger.TWO.pow(63)).multiply(sign());
            case 4, 5 -> new BigDecimal(new BigInteger(1 + random.nextInt(120), random).multiply(sign()),
                    scale());
            case 6 -> text();
            case 7 -> {
                var list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(depth + 1));
                }
                yield list;
            }
            default -> {
                var map = new LinkedHashMap<String, Object>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    map.put(text(), value(depth + 1));
                }
                yield map;
            }
        };
    }

    private BigInteger sign() {
        return random.nextBoolean() ? BigInteger.ONE : BigInteger.ONE.negate();
    }

    /** Not 0, which would be an integer. */
    private int scale() {
        int places = 1 + random.nextInt(random.nextBoolean() ? 3 : ExactJson.MAX_EXPONENT);
        return random.nextInt(4) == 0 ? -places : places;
    }

    private String text() {
        var text = new StringBuilder();
        int range = random.nextBoolean() ? 0x7F : random.nextBoolean() ? 0x3000 : 0x10FFFF;
        for (int i = random.nextInt(12); i > 0; i--) {
            int c = 1 + random.nextInt(range);
            text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 'x' : c);
        }
        return text.toString();
    }

    private byte[] mutate(byte[] good) {
        var mutant = new StringBuilder(new String(good, StandardCharsets.ISO_8859_1));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(mutant.length() + 1);
            int to = Math.min(mutant.length(), at + random.nextInt(4));
            String[] pieces = {"", "{", "[", "\"", ",", ":", "}", "]", "\\u0000", "\\ud800", "\0", "1e999999999999",
                "-", "\u00ff", "\u00ef\u00bb\u00bf", "nul", "NaN", "[".repeat(120), "9".repeat(1_100),
                mutant.substring(at, to).repeat(3), String.valueOf((char) random.nextInt(256))};
            mutant.replace(at, to, pieces[random.nextInt(pieces.length)]);
        }
        return mutant.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
