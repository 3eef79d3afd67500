package io.hmsbridge.server.cli;

import static io.hmsbridge.server.cli.Run.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sheets are checked, tested and tried on the command line, without a server. */
class MappingsCliTest {

    private static final String SHEET = """
            source_event: rate.changed
            mode: shadow
            targets:
              payroll:
                connector: PayrollConnector
                map: {new_rate: dailyRate, region: region}
            tests:
              - name: a rate
                event: {data: {new_rate: 68}}
                packets: {payroll: {dailyRate: 68}}
            """;

    @TempDir
    private Path folder;

    @Test
    void everyProblemOfABadSheetIsListedWithItsLine() throws IOException {
        var bad = write("bad.yaml", """
                source_event: policy.per_diem.updated
                targets:
                  payroll:
                    connector: PayrolConnector
                    map:
                      new_rate: dailyRate
                    retires: 3
                """);
        var run = check(bad);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).contains("bad.yaml:4:16: no plugin offers the connector PayrolConnector",
                "        retires: 3\n        ^",
                "bad.yaml:7:5: unknown key `retires`", "1 of 1 sheet cannot be used.");
    }

    @Test
    void aGoodSheetIsAGoodExitAndAReportForCi() throws IOException {
        var run = check(write("good.yaml", SHEET), "--junit", folder.resolve("reports/mappings.xml").toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("reports/mappings.xml")).content()
                .contains("<testsuite name=\"mapping sheets\" tests=\"1\" failures=\"0\"");
        assertThat(check(folder.resolve("gone.yaml")).exitCode()).isEqualTo(2);
    }

    @Test
    void testsPassOrShowTheDifference() throws IOException {
        write("good.yaml", SHEET);
        var good = run("mappings", "test", folder.toString(), "--coverage");
        assertThat(good.exitCode()).isZero();
        assertThat(good.out()).contains("passed  a rate", "targets 1/1, fields 1/2",
                "not seen: no value for payroll.region", "1 passed, 0 failed");

        write("bad.yaml", SHEET.replace("{dailyRate: 68}", "{dailyRate: 69}"));
        var bad = run("mappings", "test", folder.toString(), "--junit", folder.resolve("tests.xml").toString());
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).contains("FAILED  a rate", "bad.yaml:8)", "- dailyRate: 69", "+ dailyRate: 68",
                "1 passed, 1 failed");
        assertThat(folder.resolve("tests.xml")).content().contains("failures=\"1\"",
                "<failure message=\"payroll: expected");

        write("broken.yaml", "source_event: x");
        assertThat(run("mappings", "test", folder.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void anEventIsTriedOut() throws IOException {
        var sheet = write("s.yaml", SHEET).toString();
        var event = write("event.json", "{\"type\": \"rate.changed\", \"data\": {\"new_rate\": 68.00}}").toString();
        var run = run("mappings", "try", sheet, event);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("payroll (key rate.changed, a shadow: not sent) → {\"dailyRate\":68.00}",
                "not in it: region");
        assertThat(run("mappings", "try", sheet, event, "--json").out()).contains("\"state\":\"QUEUED\"",
                "\"dropped\":[\"region\"]");
        assertThat(
                run("mappings", "try", sheet, write("other.json", "{\"type\": \"x\", \"data\": {}}").toString()).out())
                .contains("does not map events of type x");
        assertThat(run("mappings", "try", write("b.yaml", "x: y").toString(), event).exitCode()).isEqualTo(2);
        assertThat(run("mappings", "schema").out()).contains("\"$id\": \"urn:hms-bridge:mapping-sheet\"");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Run check(Path what, String... more) {
        return run(Stream.concat(
                Stream.of("mappings", "check", what.toString(), "--plugins", folder.resolve("plugins").toString()),
                Stream.of(more)).toArray(String[]::new));
    }
}
