package io.hmsbridge.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {

    @Test
    void valuesMeanWhatTheyLookLike() {
        var document = parse("""
                flag: true
                none:
                tilde: ~
                whole: -12
                big: 9223372036854775808
                rate: 68.00
                power: 1e3
                quoted: "68"
                block: |
                  two
                  lines
                list: [a, {b: 1}]
                """);

        var expected = new LinkedHashMap<String, Object>();
        expected.put("flag", true);
        expected.put("none", null);
        expected.put("tilde", null);
        expected.put("whole", -12L);
        expected.put("big", new BigInteger("9223372036854775808"));
        expected.put("rate", new BigDecimal("68.00"));
        expected.put("power", new BigDecimal("1E+3"));
        expected.put("quoted", "68");
        expected.put("block", "two\nlines\n");
        expected.put("list", List.of("a", Map.of("b", 1L)));
        assertThat(document.problems().isEmpty()).isTrue();
        assertThat(document.root().orElseThrow().toValue()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes", "on", "off", "Y", "012", "1_000", "0x1F", "0o17", "1:30", "18:00",
        "2026-11-24", "+491234", ".5", "5.", ".inf", ".nan", "1,000", "12 %", "${env:BRIDGE_DB}",
        "data.status = 'approved'"})
    void whatOnlyLooksSpecialStaysText(String text) {
        var root = (YamlMap) parse("a: " + text + "\n" + text + ": a\n").root().orElseThrow();

        assertThat(root.toValue()).isEqualTo(Map.of("a", text, text, "a"));
    }

    @Test
    void keysAreTextAsWritten() {
        var root = (YamlMap) parse("1: a\ntrue: b\n1.50: c\n~: d\n\"<<\": e\n").root().orElseThrow();

        assertThat(root.entries().keySet()).containsExactly("1", "true", "1.50", "~", "<<");
    }

    @Test
    void everyKeyAndValueKnowsItsPlace() {
        var root = (YamlMap) parse("# \ud83d\ude00\r\n\u00e9\u00e9: [a,\r\n  {k: v}]\r\n").root().orElseThrow();
        var entry = root.entries().get("\u00e9\u00e9");
        var inner = (YamlMap) ((YamlList) entry.value()).items().get(1);

        assertThat(entry.keyPosition()).hasToString("sheet.yaml:2:1");
        assertThat(entry.value().position()).hasToString("sheet.yaml:2:5");
        assertThat(inner.entries().get("k").value().position()).hasToString("sheet.yaml:3:7");
    }

    @Test
    void whatIsRefusedIsReportedAllAtOnce() {
        var document = parse("""
                a: !!javax.script.ScriptEngineManager [x]
                b: &anchor 1
                c: *anchor
                <<: {d: 1}
                ? [1, 2]
                : 3
                a: 2
                e: "\\0"
                ?
                : 4
                """);

        assertThat(document.problems().list()).extracting(Problem::line, Problem::column, Problem::message)
                .extracting(Object::toString).containsExactly(
                        "(1, 4, \"tags (`!name`, `!!type`) are not used here\")",
                        "(2, 4, \"anchors and aliases (`&name`, `*name`) are not used here\")",
                        "(3, 4, \"anchors and aliases (`&name`, `*name`) are not used here\")",
                        "(4, 1, \"merge keys (`<<`) are not used here\")",
                        "(5, 3, \"a key must be text, not a list or a map\")",
                        "(7, 1, \"the key `a` is already in line 1\")",
                        "(8, 4, \"this text holds a NUL or half of a surrogate pair\")",
                        "(9, 2, \"a key is missing before the colon\")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "a:\\n\\tb: 1          | 2:1: a tab is used where YAML allows only spaces",
        "a: b: c               | 1:5: a colon is not possible here",
        "abc\\ndef: 1          | 2:4: a colon is not possible here",
        "a: 1\\nbcd\\ne: 1     | 3:1: a key without a colon and a value",
        "a: @x                 | 1:4: a value cannot begin with this character",
        "a: *                  | 1:5: `*` begins an alias",
        "a:\\n  - x\\n b: 2    | 3:2: this does not fit under what comes before it",
        "a: [1, 2\\nb: 3       | 2:2: a comma or a closing bracket is missing",
        "a: {t: ${env:X}}      | 1:9: a comma or a closing bracket is missing",
        "a: 1\\nb: \"x\\nc: 1  | 2:4: a quote is opened and not closed",
        "a: \"\\q\"            | 1:6: a backslash in double quotes starts an escape, and YAML knows no such escape",
        "a: 1\\nb: \"\\UFFFFFFFF\" | 2:1: what follows here is not valid YAML",
        "key: - a              | 1:6: a list item is not possible here",
        "'a':1                 | 1:4: this is no map of keys and values",
        "a: x\u0007y           | 1:5: a control character is not possible in YAML",
        "a: 1\\n---\\nb: 2     | 2:1: a second document begins here",
        "- a                   | 1:1: the file must be a map of keys and values, not a list",
        "# nothing             | 1:1: the file is empty",
        "---                   | 1:1: the file is empty",
        "~~                    | 1:1: the file is empty",
    })
    void brokenFilesGetOnePlainSentence(String text, String expected) {
        var document = parse(text.replace("\\n", "\n").replace("\\t", "\t"));
        document.map().text("source_event").required();

        assertThat(document.problems().list()).singleElement()
                .extracting(p -> p.line() + ":" + p.column() + ": " + p.message()).isEqualTo(expected);
    }

    @Test
    void aControlCharacterFarIntoTheFileIsFound() {
        var document = parse("# \ud83d\ude00\r\n".repeat(3_000) + "a: \"\u001b[31m\"\r\n");

        assertThat(document.problems().list()).singleElement().extracting(Problem::line).isEqualTo(3_001);
    }

    @Test
    void onlyUtf8IsRead() {
        assertThat(problem("a: 1\nb: caf\u00e9", StandardCharsets.ISO_8859_1))
                .isEqualTo("2:7: the file is not in UTF-8");
        assertThat(problem("a: 1", StandardCharsets.UTF_16)).isEqualTo("1:1: the file is in UTF-16");
        assertThat(problem("a: 1", StandardCharsets.UTF_16LE)).isEqualTo("1:1: the file is in UTF-16");
        assertThat(parse("\uFEFFa: 1").root().orElseThrow().toValue()).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void aFileIsBoundedInSizeAndDepth() {
        var large = YamlDocument.parse("sheet.yaml", new byte[YamlDocument.MAX_BYTES + 1]);
        var fullSize = parse("# " + "x".repeat(YamlDocument.MAX_BYTES - 8) + "\na: 1\n");

        assertThat(large.problems().list()).extracting(Problem::message)
                .containsExactly("the file is larger than 1 MB");
        assertThat(fullSize.problems().isEmpty()).isTrue();
        assertThat(parse("[".repeat(51) + "]".repeat(51)).problems().isEmpty()).isTrue();
        assertThat(parse("[".repeat(52) + "]".repeat(52)).problems().list()).extracting(Problem::message)
                .containsExactly("maps and lists are nested deeper than 50 levels");
        assertThat(parse("[".repeat(500_000)).problems().hasErrors()).isTrue();
    }

    @Test
    @Timeout(10)
    void aHostileFileIsAnsweredQuicklyAndInFewWords() {
        var duplicates = parse("{" + "token: x, ".repeat(100_000) + "}");

        assertThat(duplicates.problems().render()).hasLineCount(Problems.MOST_SHOWN + 1)
                .endsWith("... and 99899 more");
    }

    private static String problem(String text, Charset charset) {
        var problems = YamlDocument.parse("sheet.yaml", text.getBytes(charset)).problems().list();
        assertThat(problems).hasSize(1);
        return problems.getFirst().line() + ":" + problems.getFirst().column() + ": " + problems.getFirst().message();
    }

    private static YamlDocument parse(String text) {
        return YamlDocument.parse("sheet.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
