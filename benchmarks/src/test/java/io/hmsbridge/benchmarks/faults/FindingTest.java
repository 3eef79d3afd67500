package io.hmsbridge.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.benchmarks.history.HistoryCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The campaign must be able to fail. */
class FindingTest {

    @TempDir
    private Path folder;

    @Test
    void whatAFaultExplainsMayComeAgainAndNoMore() {
        assertThat(finding(List.of(), 3, 3, true).holds()).isTrue();
        assertThat(finding(List.of(), 4, 3, true).holds()).isFalse();
        assertThat(finding(List.of(), 4, 3, true).text())
                .contains("BROKEN: 4 packets were sent again, and a fault explains 3");
    }

    @Test
    void aLossALedgerThatDoesNotAddUpAndAFurtherPromiseBreakIt() {
        assertThat(finding(List.of("k-1 for sink"), 0, 0, true).holds()).isFalse();
        assertThat(finding(List.of("k-1 for sink"), 0, 0, true).text()).contains("lost: 1", "BROKEN: k-1 for sink");
        assertThat(finding(List.of(), 0, 0, false).holds()).isFalse();
        assertThat(finding(List.of(), 0, 0, true).require(true, "never said").holds()).isTrue();
        assertThat(finding(List.of(), 0, 0, true).require(false, "too slow").holds()).isFalse();
        assertThat(Finding.failed("kills", "the server ended").holds()).isFalse();
    }

    @Test
    void aRowReplacesTheOneOfItsNameInThePageAndLeavesTheOthers() throws Exception {
        var page = folder.resolve("page.md");
        Files.writeString(page, """
                # Page

                <!-- begin of the campaign's table -->
                <!-- end of the campaign's table -->

                After it.
                """);

        FaultTable.write(page, List.of(finding(List.of("k-1 for sink"), 0, 0, true), Finding.failed("cuts", "why")));
        FaultTable.write(page, List.of(finding(List.of(), 2, 3, true)));

        var lines = Files.readAllLines(page);
        assertThat(lines).filteredOn(line -> line.startsWith("| "))
                .hasSize(3).satisfies(rows -> assertThat(rows.get(1))
                        .isEqualTo("| kills | killed twice | 10 | 0 | 0 | 2 (3) | 0 |  |"));
        assertThat(lines).contains("After it.").filteredOn(line -> line.startsWith("| cuts |")).hasSize(1);
    }

    @Test
    void aPageWithoutAPlaceForTheTableIsRefused() throws Exception {
        var page = Files.writeString(folder.resolve("page.md"), "# Page\n");

        assertThatThrownBy(() -> FaultTable.write(page, List.of())).isInstanceOf(IOException.class)
                .hasMessageContaining("begin of the campaign's table");
    }

    private static Finding finding(List<String> lost, long repeats, long mayRepeat, boolean conserved) {
        var verdict = new Verdict(lost, List.of(), List.of(), repeats, List.of(), List.of(), List.of());
        return new Finding("kills", "killed twice", 10, 0, 0, verdict, mayRepeat, conserved);
    }
}
