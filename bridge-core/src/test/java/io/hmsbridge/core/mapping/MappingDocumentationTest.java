package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sheet in the documentation is read without a problem, and passes its own tests. */
class MappingDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "mapping-sheets.md");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource
    void everyExampleWorks(String sheet) throws IOException {
        Files.writeString(folder.resolve("units.csv"), blocks("csv units.csv").findFirst().orElseThrow());
        var tested = SheetBench.test(Files.writeString(folder.resolve("sheet.yaml"), sheet)).getFirst();

        assertThat(tested.problems()).isEmpty();
        assertThat(tested.report().orElseThrow().results()).isNotEmpty()
                .allSatisfy(result -> assertThat(result.differences()).isEmpty());
    }

    static Stream<String> everyExampleWorks() throws IOException {
        return blocks("yaml");
    }

    private static Stream<String> blocks(String language) throws IOException {
        return Stream.of(Files.readString(PAGE).split("\n```")).filter(block -> block.startsWith(language + "\n"))
                .map(block -> block.substring(language.length() + 1) + "\n");
    }
}
