package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRunTest {

    private static final String SHEET = """
            source_event: policy.per_diem.updated
            when: data.status = 'approved'
            key: data.policy_id
            targets:
              payroll:
                connector: PayrollConnector
                map: {new_rate: dailyRate}
                set: {currency: "'USD'"}
                convert: {dailyRate: {scale: 2}}
              mainframe:
                connector: FTPFlat
                for_each: data.grades
                map: {item.grade: grade}
            """;

    @TempDir
    private Path folder;

    @Test
    void theExampleOfTheDesignPasses() throws IOException {
        var report = report(SHEET + """
                tests:
                  - event: {data: {status: approved, policy_id: pd, old_rate: 62, new_rate: 68, grades: []}}
                    packets: {payroll: {dailyRate: "68.00", currency: USD}, mainframe: []}
                    keys: {payroll: pd}
                """);

        assertThat(report.results()).singleElement().satisfies(r -> assertThat(r.differences()).isEmpty());
        assertThat(report.coverage().targets()).hasToString("1/2");
        assertThat(report.coverage().fields()).hasToString("2/3");
        assertThat(report.coverage().branches()).hasToString("1/2");
        assertThat(report.coverage().missed()).containsExactly("no event for which the sheet's `when` is false",
                "no packet for mainframe", "no value for mainframe.grade");
    }

    @Test
    void aFailureShowsWhatIsDifferent() throws IOException {
        var report = report(SHEET + """
                tests:
                  - name: wrong
                    event: {data: {status: approved, new_rate: 68, region: x, grades: [{grade: A}]}}
                    packets: {payroll: {dailyRate: "68.0", currency: USD, unit: day}, mainframe: unchanged}
                    keys: {payroll: pd}
                """);

        assertThat(report.results().getFirst().place()).endsWith("s.yaml:15");
        assertThat(String.join("\n", report.results().getFirst().differences())).isEqualTo("""
                payroll: expected (-) and made (+)
                  - dailyRate: "68.0"
                  + dailyRate: 68.00
                    currency: "USD"
                  - unit: "day"
                mainframe: expected it to be unchanged, but there is one packet
                  + grade: "A"
                payroll: expected the key pd, but it is policy.per_diem.updated""");
    }

    @Test
    void allEndsCanBeExpected() throws IOException {
        var report = report(SHEET + """
                tests:
                  - event: {data: {status: draft}}
                    packets: {payroll: none, mainframe: none}
                  - event: {data: {status: approved, old_rate: 1, new_rate: 1.0}}
                    packets: {payroll: unchanged}
                  - event: {data: {status: approved, new_rate: x}}
                    packets: {payroll: "dead: not a number", mainframe: unchanged}
                  - event: {data: {status: approved, grades: [{grade: A}, {grade: B}]}}
                    packets: {mainframe: [{grade: A}, {grade: B}]}
                """);

        assertThat(report.results()).hasSize(4).allSatisfy(r -> assertThat(r.differences()).isEmpty());
    }

    @Test
    void testsMayStandInAFileBesideTheSheet() throws IOException {
        Files.writeString(folder.resolve("s_test.yaml"), """
                tests:
                  - event: {type: other.event, data: {}}
                    packets: {payrol: none}
                """);
        Files.writeString(folder.resolve("s.yaml"), SHEET);
        var tested = SheetBench.test(folder).getFirst();

        assertThat(tested.passed()).isFalse();
        assertThat(tested.problems().getFirst().summary())
                .contains("s_test.yaml:3:15: the sheet has no target `payrol`."
                        + " Did you mean `payroll`?");

        Files.writeString(folder.resolve("s_test.yaml"), """
                tests:
                  - event: {type: other.event, data: {}}
                    packets: {payroll: none}
                """);
        assertThat(SheetBench.test(folder).getFirst().report().orElseThrow().results().getFirst().differences())
                .containsExactly("the sheet does not map events of type other.event");
    }

    private TestReport report(String sheet) throws IOException {
        Files.writeString(folder.resolve("s.yaml"), sheet);
        var tested = SheetBench.test(folder.resolve("s.yaml"));
        assertThat(tested.getFirst().problems()).isEmpty();
        return tested.getFirst().report().orElseThrow();
    }
}
