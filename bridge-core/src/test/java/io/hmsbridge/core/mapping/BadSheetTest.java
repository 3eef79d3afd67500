package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.expression.Scope;
import io.hmsbridge.core.yaml.YamlDocument;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a sheet's file holds, there is a sheet or a problem, and never anything else. */
class BadSheetTest {

    private static final String GOOD = "source_event: a.b\ntargets: {t: {map: {a: x}}}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            a: !!javax.script.ScriptEngineManager [x]                 | tags
            a: &x [1]\\nb: *x                                         | anchors and aliases
            source_event: a\\nsource_event: b                         | already in line 1
            targets:\\n\\tt: {}                                       | sheet.yaml:2:1
            a: {<<: {b: 1}}                                           | merge keys
            source_event: a.b\\n---\\nx: 1                            | a second document begins here
            [a, b]                                                    | must be a map
            just text                                                 | must be a map
            ''                                                        | must be a map
            """)
    void yamlThatIsMoreThanDataIsRefused(String yaml, String problem) {
        assertThat(SheetFixture.problems(yaml.replace("\\n", "\n").replace("\\t", "\t"))).contains(problem);
    }

    @Test
    void sizeAndDepthAreBounded() {
        assertThat(SheetFixture.problems("a: " + "[".repeat(60) + "]".repeat(60))).isNotEmpty();
        assertThat(SheetFixture.problems(GOOD + "#".repeat(YamlDocument.MAX_BYTES))).contains("larger than 1 MB");
        assertThat(SheetFixture.problems("")).contains("the file is empty");
        assertThat(SheetFixture.problems("# nothing\n")).contains("the file is empty");
    }

    @Test
    void encodingsAndLineEndsAreTold() {
        assertThat(SheetFixture.problems("\uFEFF" + GOOD)).isEmpty();
        assertThat(SheetFixture.problems(GOOD.replace("\n", "\r\n"))).isEmpty();
        assertThat(problems(GOOD.replace("x", "ü").getBytes(StandardCharsets.ISO_8859_1))).contains("not in UTF-8");
        assertThat(problems(GOOD.getBytes(StandardCharsets.UTF_16))).contains("UTF-16");
        assertThat(problems(GOOD.getBytes(Charset.forName("UTF-32")))).isNotEmpty();
    }

    @Test
    void wordsAreReadAsWritten() {
        assertThat(SheetFixture
                .target("map: {no: 012, x: on}\nconstants: {a: no, b: 012, c: 1_000, d: 1:30, e: 0x1F, f: 1e3}")
                .one("{\"no\": 1}")).isEqualTo("{\"012\":1,\"a\":\"no\",\"b\":\"012\",\"c\":\"1_000\",\"d\":\"1:30\","
                        + "\"e\":\"0x1F\",\"f\":1E+3}");
    }

    /** Sheets that are nearly right are the ones that people write. */
    @Test
    void mutationsOfRealSheetsNeverCrashTheLoaderNorTheSheet() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var seeds = new ArrayList<String>();
        try (var files = Files.list(Path.of("..", "mappings"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                seeds.add(Files.readString(file));
            }
        }
        var event = new Event("1", "/s", "policy.per_diem.updated", "", Instant.EPOCH,
                Map.of("status", "approved", "new_rate", 68, "before", Map.of("a", 1), "grades", List.of(1)), Map.of());
        for (int i = 0; i < 5_000; i++) {
            var bytes = mutated(seeds.get(random.nextInt(seeds.size())), seeds, random);
            try {
                check(bytes, event);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed %s, round %s:%n%s".formatted(seed, i, new String(bytes, StandardCharsets.UTF_8)), e);
            }
        }
    }

    private static void check(byte[] bytes, Event event) {
        var reading = SheetReader.read("fuzz.yaml", bytes, _ -> java.util.Optional.empty());
        assertThat(reading.sheet().isPresent()).isEqualTo(reading.problems().stream()
                .noneMatch(p -> p.severity() == io.hmsbridge.core.yaml.Problem.Severity.ERROR));
        new SheetCheck(new FixedTargets(), true).check(reading, List.of())
                .forEach(problem -> assertThat(problem.render()).isNotEmpty());
        reading.sheet().ifPresent(sheet -> {
            sheet.map(event, Scope.of(event), (_, _, _, _, result) -> assertThat(result).isNotNull());
            TestRun.of(sheet, reading.tests());
        });
    }

    @Test
    void aSettingWithoutAValueCountsAsAbsent() {
        assertThat(SheetFixture.problemsOfTarget("with: {path: }\nmap: {a: x}")).isEmpty();
    }

    private static byte[] mutated(String sheet, List<String> others, Random random) {
        var text = new StringBuilder(sheet);
        for (int i = random.nextInt(4) + 1; i > 0; i--) {
            if (text.isEmpty()) {
                break;
            }
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(20));
            switch (random.nextInt(8)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.setCharAt(at, (char) random.nextInt(0x3000));
                case 3 -> text.insert(at, "{}[]:,*&!|>'\"%@`#-?\t\n \u0000$().".charAt(random.nextInt(27)));
                case 4 -> text.setLength(Math.max(1, at));
                case 5 -> swapLines(text, random);
                case 6 -> {
                    var other = others.get(random.nextInt(others.size()));
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + 40));
                }
                default -> text.replace(at, end,
                        List.of("null", "~", "[]", "{}", "-1", "1e999", "data", "$", "item", "dead")
                                .get(random.nextInt(10)));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void swapLines(StringBuilder text, Random random) {
        var lines = new ArrayList<>(List.of(text.toString().split("\n", -1)));
        java.util.Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        text.setLength(0);
        text.append(String.join("\n", lines)).append(' ');
    }

    private static String problems(byte[] content) {
        return SheetReader.read("sheet.yaml", content).problems().toString();
    }
}
