package io.hmsbridge.server.cli;

import static io.hmsbridge.server.cli.Run.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies are checked and tried on the command line, as the documentation has it. */
class GovernanceCliTest {

    private static final Path PAGE = Path.of("..", "docs", "governance.md");
    private static final Pattern SHOWN = Pattern.compile("```sh\\n(.*)\\n```\\n\\n```text\\n((?:.*\\n)+?)```");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final String NOTE = "{\"type\":\"note.added\",\"data\":{\"note\":"
            + "\"ssn 536-90-4399 card 4111 1111 1111 1111\"}}";
    private static final String SHEET = """
            source_event: note.added
            targets:
              payroll:
                connector: PayrollConnector
                map: {note: note}
            """;

    @TempDir
    private Path folder;

    @Test
    void whatTheDocumentationShowsIsPrinted() throws IOException {
        var page = Files.readString(PAGE);
        var yaml = page.substring(page.indexOf("```yaml\n") + 8);
        var policy = write("governance.yaml", yaml.substring(0, yaml.indexOf("```"))).toString();
        var shown = SHOWN.matcher(page).results().toList();
        assertThat(shown).hasSize(4).allSatisfy(one -> {
            var words = WORD.matcher(one.group(1)).results()
                    .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                    .map(word -> word.equals("governance.yaml") ? policy : word).skip(1).toList();
            assertThat(run(words.toArray(String[]::new)).out().replace(policy, "governance.yaml"))
                    .isEqualTo(one.group(2));
        });
    }

    @Test
    void tryingASheetShowsNeitherNumberAndNamesBothClasses() throws IOException {
        var sheet = write("sheet.yaml", SHEET).toString();
        var event = write("event.json", NOTE).toString();

        var run = run("mappings", "try", sheet, event, "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).doesNotContain("4399", "1111");
        assertThat((Map<?, ?>) ExactJson.read(run.out())).satisfies(packet -> {
            assertThat(packet.get("state")).isEqualTo("QUEUED");
            assertThat(packet.get("governance")).isEqualTo(List.of(
                    Map.of("class", "ssn", "field", "note", "action", "mask", "rule", "default"),
                    Map.of("class", "credit-card", "field", "note", "action", "mask", "rule", "default")));
        });
        assertThat(run("mappings", "try", sheet, event).out()).doesNotContain("4399", "1111")
                .contains("ssn in note masked (default)", "credit-card in note masked (default)");
        var policy = write("strict.yaml", "default: block\n").toString();
        assertThat(run("mappings", "try", sheet, event, "--governance", policy).out()).doesNotContain("4399", "1111")
                .contains("BLOCKED: ssn in note blocked", "credit-card in note blocked");
    }

    @Test
    void whatAFieldWasCalledWhereItComesFromCounts() throws IOException {
        var sheet = write("sheet.yaml", SHEET.replace("{note: note}", "{ssn: ref, crew.passport: team.no, rate: ssn}"));
        var event =
                write("event.json", "{\"type\":\"note.added\",\"data\":{\"ssn\":\"536904399\",\"rate\":\"536904399\","
                        + "\"crew\":{\"passport\":\"WB-12345\"}}}");

        assertThat(run("mappings", "try", sheet.toString(), event.toString()).out())
                .contains("{\"ref\":\"*********\",\"team\":{\"no\":\"**-*****\"},\"ssn\":\"*********\"}")
                .contains("ssn in ref masked", "passport in team.no masked");
    }

    @Test
    void aPolicyWithErrorsIsRefusedWithTheirPlaces() throws IOException {
        var bad = write("bad.yaml", "classes:\n  snn: mask\n  email: hash\n").toString();

        var checked = run("governance", "check", bad);
        assertThat(checked.exitCode()).isEqualTo(2);
        assertThat(checked.out()).contains("bad.yaml:2:3: there is no class `snn`", "Did you mean `ssn`?",
                "bad.yaml:3:10: `hash` needs a key", "The policy cannot be used.");
        assertThat(run("governance", "check", bad, "--json").out().lines()).hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("{\"file\":"));
        var tried = run("governance", "try", bad, "{}");
        assertThat(tried.exitCode()).isEqualTo(2);
        assertThat(tried.err()).contains("BRG-3005", "bad.yaml:2:3");
    }

    @Test
    void anEventsDataIsTriedAndWhatIsNoObjectIsRefused() throws IOException {
        var policy = write("governance.yaml", "default: mask\n").toString();
        var run = run("governance", "try", policy, write("event.json", NOTE).toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("{\"note\":\"ssn ***-**-**** card **** **** **** ****\"}");
        assertThat(run("governance", "try", policy, write("list.json", "[1]").toString()).exitCode()).isEqualTo(2);
        assertThat(run("governance", "try", policy, "{\"a\":").err()).contains("BRG-1001");
        assertThat(run("governance", "try", folder.resolve("none.yaml").toString(), "{}").err())
                .contains("cannot read");
    }

    @Test
    void checkingASheetSaysWhichFieldsGovernanceWouldTouch() throws IOException {
        var sheet = write("sheet.yaml", """
                source_event: note.added
                targets:
                  payroll:
                    connector: PayrollConnector
                    map: {ssn: id, note: note, home: employeePhone}
                """).toString();
        var config = write("bridge.yaml", "targets: {payroll: {connector: PayrollConnector}}\n").toString();
        write("governance.yaml", "targets: {payroll: {ssn: drop}}\n");
        var strict = write("strict.yaml", "governance: {file: " + folder.resolve("governance.yaml") + "}\n").toString();

        assertThat(run("mappings", "check", sheet, "--config", config).out())
                .contains(
                        "sheet.yaml:5:11: warning: by its name this field holds ssn, which governance masks for payroll",
                        "sheet.yaml:5:32: warning: by its name this field holds phone")
                .doesNotContain("5:20");
        assertThat(run("mappings", "check", sheet, "--config", strict).out())
                .contains("which governance drops for payroll (governance.yaml:1:26)");
    }

    @Test
    void checkingASheetSaysWhichFieldsThePolicyHasNeverHeardOf() throws IOException {
        var sheet = write("sheet.yaml", """
                source_event: note.added
                targets:
                  payroll:
                    connector: PayrollConnector
                    map: {new_rate: dailyRate, "crew[*].badge": "crew[*].unit", note: notes.ssn}
                    constants: {office: "call 415-555-2671", unit: 7}
                    set: {total: data.new_rate}
                """).toString();
        write("bridge.yaml", "targets: {payroll: {connector: PayrollConnector}}\n");
        var policy = "classes: {ssn: block, phone: allow}\nfields: {badge: passport, new_rate: none}\n";
        write("governance.yaml", policy);
        var config = write("strict.yaml", "governance: {file: " + folder.resolve("governance.yaml") + "}\n").toString();

        var checked = run("mappings", "check", sheet, "--config", config);
        assertThat(checked.out()).contains(
                "sheet.yaml:5:32: warning: by its name this field holds passport, which governance masks for payroll (default)",
                "sheet.yaml:5:65: warning: by its name this field holds ssn, which governance blocks for payroll",
                "sheet.yaml:7:11: warning: governance has never heard of this field", "`total: none`")
                .doesNotContain("yaml:5:11", "yaml:6:");
        assertThat(run("mappings", "check", sheet, "--config", config, "--json").out().lines()
                .filter(line -> !line.contains("no plugin offers"))).hasSize(3)
                .allSatisfy(line -> assertThat(line).as("no more than a warning").contains("\"severity\":\"WARNING\""));
        write("governance.yaml", policy.replace("phone: allow", "phone: drop").replace("new_rate", "\"*\""));
        assertThat(run("mappings", "check", sheet, "--config", config).out()).doesNotContain("never heard")
                .contains("sheet.yaml:6:17: warning: this value holds phone, which governance drops for payroll");
    }

    @Test
    void anEntryOfAListIsMadeOfAValueAndWorks() throws IOException {
        var policy = write("governance.yaml", "hash_key_env: PATH\n").toString(); // set everywhere, and long
        var values = write("values.txt", "415-555-2671\n\nnone\n").toString();

        var made = run("governance", "entry", policy, "phone", values);
        assertThat(made.exitCode()).isEqualTo(2);
        assertThat(made.out().strip()).matches("listed:[0-9a-f]{32}");
        assertThat(made.err()).contains("line 3: this is no phone").doesNotContain("none");
        assertThat(
                run("governance", "entry", policy, "name", write("one.txt", "Ann Lee").toString(), "--json").object())
                .containsEntry("class", "name").containsEntry("by_content", false);
        write("governance.yaml", "hash_key_env: PATH\nallow: {phone: " + made.out().strip() + "}\n");
        assertThat(run("governance", "try", policy, "{\"a\": \"(415) 555 2671\", \"b\": \"212-555-0187\"}").out())
                .startsWith("{\"a\":\"(415) 555 2671\",\"b\":\"***-***-****\"}")
                .contains("phone in a allowed (governance.yaml:2:16)");
        assertThat(run("governance", "entry", policy, "fone", values).err()).contains("there is no class `fone`");
    }

    @Test
    void theTestsOfAPolicyAreRun() throws IOException {
        var page = Files.readString(PAGE);
        var tests = page.substring(page.indexOf("## Tests in a policy"));
        var yaml = tests.substring(tests.indexOf("```yaml\n") + 8);
        var policy = write("governance.yaml", yaml.substring(0, yaml.indexOf("```"))).toString();

        var run = run("governance", "test", policy);
        assertThat(run.out()).contains("ok      payroll has it", "3 tests, 0 failed");
        assertThat(run.exitCode()).isZero();
        var bad = write("bad.yaml", Files.readString(Path.of(policy)).replace("ssn: allow", "ssn: mask")).toString();
        var failed = run("governance", "test", bad);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).contains("FAILED  payroll has it", "it passes {\"note\":\"ssn ***-**-****\"}",
                "3 tests, 1 failed");
        assertThat(run("governance", "check", bad).exitCode()).isEqualTo(2);
        assertThat(run("governance", "test", bad, "--json").out().lines().toList()).hasSize(3)
                .first().asString().contains("\"passed\":false");
        assertThat(run("governance", "test", write("none.yaml", "classes: {snn: mask}\n").toString()).exitCode())
                .isEqualTo(2);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
