package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheetBenchTest {

    @TempDir
    private Path folder;

    @Test
    void anUnknownConnectorAndAnUnknownKeyAreBothToldWithTheLine() throws IOException {
        var bad = write("bad.yaml", """
                source_event: policy.per_diem.updated
                targets:
                  payroll:
                    connector: PayrolConnector
                    map:
                      new_rate: dailyRate
                    retires: 3
                """);

        assertThat(render(bad)).contains("bad.yaml:4:16: no plugin offers the connector PayrolConnector;"
                + " did you mean PayrollConnector?", "    connector: PayrolConnector\n                   ^",
                "bad.yaml:7:5: unknown key `retires`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            t: {map: {a: x}}                                               | target t has no connector and is not declared
            declard: {map: {a: x}}                                         | Did you mean `declared`?
            declared: {connector: Plain, map: {a: dailyRate}}              | is declared with the connector PayrollConnector
            t: {connector: PayrollConnector, map: {a: dailyRate}}          | 'path' is required
            declared: {with: {route: /x}, map: {a: dailyRate}}             | warning: `route` is named `path` now. It still works; write `path`.
            t: {connector: PayrollConnector, with: {path: /x, tims: 1}, map: {a: dailyRate}} | there is no setting 'tims'
            t: {connector: PayrollConnector, with: {path: /x, times: x}, map: {a: dailyRate}} | 'times' must be a whole number
            t: {connector: PayrollConnector, with: {path: /x}, map: {a: dailyRat}} | has no field `dailyRat`. Did you mean `dailyRate`?
            t: {connector: PayrollConnector, with: {path: /x}, map: {a: currency}} | needs the field `dailyRate`, which nothing maps
            t: {connector: PayrollConnector, with: {path: /x}, map: {a: dailyRate}, constants: {currency: 3}} | `currency` is integer here
            t: {connector: PayrollConnector, with: {path: /x}, map: {a: dailyRate}, convert: {dailyRate: {width: 5}}} | takes number
            """)
    void whatConnectorsAndTargetsSayIsChecked(String target, String problem) throws IOException {
        assertThat(render(write("s.yaml", "source_event: a.b\ntargets:\n  " + target + "\n"))).contains(problem);
    }

    @Test
    void aGoodSheetHasNoProblem() throws IOException {
        assertThat(render(write("s.yaml", """
                source_event: a.b
                targets:
                  t:
                    connector: PayrollConnector
                    with: {path: /x}
                    map: {a: dailyRate}
                    constants: {currency: USD}
                    convert: {dailyRate: {scale: 2}}
                """))).isEmpty();
    }

    @Test
    void twoSheetsMustNotContradictEachOtherOnALane() throws IOException {
        write("a.yaml",
                "source_event: x\ntargets:\n  t: {connector: Plain, form: json_patch, map: {a: x}, retry: {cap: 14d}}");
        var agrees = write("b.yaml", "source_event: y\ntargets: {t: {connector: Plain, map: {a: x}, on_dead: hold}}");
        assertThat(render(agrees.getParent())).isEmpty();

        write("c.yaml", "source_event: z\ntargets:\n  t:\n    connector: Plain\n    map: {a: x}\n    on_dead: skip");
        write("d.yaml",
                "source_event: u\ntargets:\n  t:\n    connector: Plain\n    map: {a: x}\n    retry:\n      cap: 1h");
        write("e.yaml", "source_event: v\nmode: shadow\ntargets: {t: {connector: Plain, map: {a: x}, on_dead: skip}}");
        assertThat(render(agrees.getParent())).contains(
                "c.yaml:6:5: `on_dead` of target t is hold in ", "a.yaml:3, and all its packets share one lane",
                "d.yaml:7:7: `retry.cap` of target t is 14d in ").doesNotContain("e.yaml");
    }

    @Test
    void aTryTellsOfADeadlineThatIsNone() {
        var sheet = SheetFixture.target("map: {a: x}\ndeliver_by: data.by").sheet();

        assertThat(SheetBench.tryOut(sheet, SheetFixture.event("{\"a\": 1, \"by\": \"2026-02-30\"}")).packets())
                .singleElement().extracting(packet -> SheetFixture.text(packet.result())).asString()
                .contains("dead: sheet.yaml:6: `deliver_by`: `2026-02-30` is no time");
    }

    @Test
    void aWindowIsOneThatTargetsShare() throws IOException {
        var sheet = "source_event: x\ntargets:\n  t:\n    connector: Plain\n    map: {a: x}\n    window: %s";
        write("a.yaml", sheet.formatted("office-hours"));
        assertThat(render(folder)).isEmpty();

        write("a.yaml", sheet.formatted("ofice-hours"));
        assertThat(render(folder)).contains(
                "a.yaml:6:13: there are no shared windows `ofice-hours`. Did you mean `office-hours`?");
    }

    @Test
    void twoSheetsMustNotClaimOneTargetOfOneEvent() throws IOException {
        write("a.yaml", "source_event: x.*\ntargets: {t: {connector: Plain, map: {a: x}}}");
        write("sub/b.yaml", "source_event: x.y\ntargets: {t: {connector: Plain, map: {a: x}}}");
        write("c.yaml", "source_event: x.z\nwhen: data.c\ntargets: {t: {connector: Plain, map: {a: x}}}");

        assertThat(render(folder)).contains("a.yaml already maps x.* to t").doesNotContain("c.yaml");
    }

    @Test
    void aFolderIsCheckedWithItsSubfoldersAndWithoutEditorsFiles() throws IOException {
        var good = "source_event: x\ntargets: {%s: {connector: Plain, map: {a: x}}}";
        write("sub/deep/a.yml", good.formatted("a"));
        write("b.yaml", good.formatted("b"));
        for (var temporary : List.of(".b.yaml.swp", ".#b.yaml", "#b.yaml#", "b.yaml~", "b.yaml.tmp", ".hidden/c.yaml",
                "4913")) {
            write(temporary, "no: sheet");
        }

        assertThat(new SheetBench(new FixedTargets()).check(folder))
                .extracting(c -> folder.relativize(Path.of(c.sheet())).toString())
                .containsExactly("b.yaml", "sub/deep/a.yml");
    }

    private Path write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String render(Path what) throws IOException {
        return new SheetBench(new FixedTargets()).check(what).stream().flatMap(c -> c.problems().stream())
                .map(Problem::render)
                .collect(Collectors.joining("\n"));
    }
}
