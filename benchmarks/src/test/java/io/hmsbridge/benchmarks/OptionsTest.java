package io.hmsbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionsTest {

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {"--rows warp_speed", "--runs 0", "--runs many", "--events -5", "--batch 6000",
                "--concurrency 257", "--speed 9", "--backlog 10,0",
                "--json /no/such/folder/figures.json", "light_load_ms"})
    void aWrongOptionIsAnsweredWithTheUsageAndNothingStarts(String line) throws Exception {
        assertThat(run(line)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: benchmarks/run");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUnknownRowIsToldWhichThereAre() throws Exception {
        run("--rows warp_speed");

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no row 'warp_speed'", "throughput, light_load_ms");
    }

    @Test
    void helpIsNoFailure() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--rows", "light_load_ms", "full_ledger");
    }

    @Test
    void rowsAreMeasuredInTheOrderOfTheTableWhateverTheyAreAskedIn() {
        assertThat(parse("--rows=load_1000_ms,throughput").rows()).extracting(Row::name)
                .containsExactly("throughput", "load_1000_ms");
    }

    @Test
    void aQuickRunIsSmall() {
        var quick = parse("--quick --runs 9");

        assertThat(quick.runs()).isOne();
        assertThat(quick.events()).isLessThan(5_000);
        assertThat(quick.backlogs()).allSatisfy(size -> assertThat(size).isLessThan(5_000));
    }

    @Test
    void everyDocumentedCommandIsUnderstood() throws Exception {
        var commands = Files.readAllLines(Path.of("..", "docs", "benchmarks.md")).stream()
                .filter(line -> line.matches("benchmarks/run( .*)?")).map(line -> line.replaceAll("\\s+#.*", ""))
                .toList();

        assertThat(commands).isNotEmpty().allSatisfy(
                line -> assertThat(parse(line.substring("benchmarks/run".length()).strip()).rows()).isNotEmpty());
    }

    @Test
    void everyRowIsDocumented() throws Exception {
        assertThat(Files.readString(Path.of("..", "docs", "benchmarks.md")))
                .contains(Rows.all().stream().map(row -> "`" + row.name() + "`").toList());
    }

    private int run(String line) throws Exception {
        return Benchmark.run(words(line), folder, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Options parse(String line) {
        var options = new Options();
        new CommandLine(options).parseArgs(words(line));
        return options;
    }

    private static String[] words(String line) {
        return List.of(line.split(" ")).stream().filter(word -> !word.isEmpty()).toArray(String[]::new);
    }
}
