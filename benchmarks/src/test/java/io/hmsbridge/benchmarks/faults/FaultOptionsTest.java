package io.hmsbridge.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class FaultOptionsTest {

    private static final Path PAGE = Path.of("../docs/reliability.md");

    @Test
    void withoutAChoiceAllRowsHappenAsOftenAsIsClaimed() {
        var rows = parse("").rows();

        assertThat(rows).hasSize(20);
        assertThat(rows.get("kills").times()).isEqualTo(200);
        assertThat(rows.get("cuts").times()).isEqualTo(1_000);
        assertThat(rows.keySet()).contains("network half close", "network blackhole");
    }

    @Test
    void whatIsChosenHappensAndNothingElse() {
        assertThat(parse("--kills 3 --cuts 0").rows().keySet()).containsExactly("kills");
    }

    @Test
    void aNumberThatIsNotSensibleIsRefused() {
        assertThatThrownBy(() -> parse("--kills -1").rows()).isInstanceOf(ParameterException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> parse("--pause-seconds 0").rows()).isInstanceOf(ParameterException.class)
                .hasMessageContaining("--pause-seconds");
    }

    @Test
    void theDocumentedCommandsAreRightAndEveryRowIsExplained() throws Exception {
        var commands = Files.readAllLines(PAGE).stream().filter(line -> line.matches("benchmarks/faults( .*)?"))
                .map(line -> line.replaceAll("\\s+#.*", "")).toList();

        assertThat(commands).hasSizeGreaterThan(2).allSatisfy(
                line -> assertThat(parse(line.substring("benchmarks/faults".length()).strip()).rows()).isNotEmpty());
        assertThat(parse("").rows().keySet()).allSatisfy(
                row -> assertThat(PAGE).content().contains("| `" + row.split(" ")[0] + "` |"));
    }

    private static FaultOptions parse(String line) {
        var options = new FaultOptions();
        new CommandLine(options).parseArgs(line.isEmpty() ? new String[0] : line.split(" "));
        return options;
    }
}
