package io.hmsbridge.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void aTerminalShowsTheLineAndACaret() {
        var document = parse("source_event: x\ntargets:\n  payroll:\n    connector: PayrolConnector\n");
        document.map().child("targets").child("payroll").error("connector", "unknown connector PayrolConnector",
                Suggestion.didYouMean("PayrolConnector", List.of("GISTableConnector", "PayrollConnector"), ""));

        assertThat(document.problems().render()).isEqualTo("""
                bad.yaml:4:16: unknown connector PayrolConnector. Did you mean `PayrollConnector`?
                        connector: PayrolConnector
                                   ^""");
    }

    @Test
    void theCaretStandsUnderTheCharacterAfterTabsAndSurrogatePairs() {
        assertThat(Excerpt.of("\t\ud83d\ude00: x", 5)).isEqualTo("    \t\ud83d\ude00: x\n    \t   ^");
    }

    @Test
    void aLongLineIsCutAroundThePlace() {
        String excerpt = Excerpt.of("x".repeat(500) + "HERE" + "y".repeat(500), 501);

        assertThat(excerpt.lines()).allMatch(line -> line.length() <= 164);
        String shown = excerpt.lines().findFirst().orElseThrow();
        assertThat(shown.indexOf("HERE")).isEqualTo(excerpt.lines().skip(1).findFirst().orElseThrow().indexOf('^'));
    }

    @Test
    void aSecretIsNotShownNorIsAControlSequenceObeyed() {
        assertThat(Excerpt.of("settings: {base: x, api_token: abc, def}", 18))
                .isEqualTo("    settings: {base: x, api_token: ***\n" + " ".repeat(21) + "^");
        assertThat(Excerpt.of("password: \"hunter, two\" # x", 25))
                .isEqualTo("    password: ***\n" + " ".repeat(17) + "^");
        assertThat(Excerpt.of("token: \"${file:/run/token}\"", 1)).contains("${file:/run/token}");
        assertThat(Excerpt.of("a: \u001b[31m\u202e", 1)).isEqualTo("    a: ?[31m?\n    ^");
    }

    @Test
    void problemsOfSeveralFilesAreSortedByFileAndPlace() {
        var problems = new Problems();
        for (String file : List.of("b.yaml", "a.yaml")) {
            var map = YamlDocument.parse(file, "x: 1\ny: 2\n".getBytes(StandardCharsets.UTF_8)).map();
            problems.add(map.keyPosition("y").error("second", ""));
            problems.add(map.keyPosition("x").error("first", ""));
        }

        assertThat(problems).hasToString(
                "a.yaml:1:1: first\na.yaml:2:1: second\nb.yaml:1:1: first\nb.yaml:2:1: second");
    }

    private static YamlDocument parse(String text) {
        return YamlDocument.parse("bad.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
