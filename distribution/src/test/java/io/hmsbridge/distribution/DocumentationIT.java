package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.governance.Extensions;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.server.cli.BridgeCli;
import io.hmsbridge.server.config.ConfigFile;
import io.hmsbridge.server.config.ConfigReader;
import io.hmsbridge.testkit.FakePayrollServer;
import io.hmsbridge.testkit.contract.RecogniserContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is so. */
class DocumentationIT {

    private static final Markdown README = Markdown.page("README.md");
    private static final Markdown.Block QUICK_START = README.blocks("java").toList().getFirst();
    private static final Markdown.Block CONNECTOR = README.blocks("java").toList().getLast();
    private static final Markdown.Block SHEET = README.blocks("yaml").toList().getFirst();

    @TempDir
    private Path folder;

    @Test
    void theQuickStartDeliversWithWhatTheArchiveHolds() throws Exception {
        assertThat(QUICK_START.text().lines()).hasSizeLessThan(18);
        var home = Archive.unpack(folder);
        var source = Files.writeString(home.resolve("QuickStart.java"), QUICK_START.text());
        Files.writeString(home.resolve("mappings/per-diem.yaml"), SHEET.text());
        try (var payroll = FakePayrollServer.start()) {
            var java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dstdout.encoding=UTF-8", "-cp", "lib/*", source.toString()).directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            java.environment().put("PAYROLL_API", payroll.uri().toString());
            var process = java.start();
            var printed = process.inputReader(StandardCharsets.UTF_8).lines().toList();

            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(printed).singleElement().asString()
                    .matches("pkt-1 → SENT  payroll PATCH /v2/rates 204 \\([0-9]+ ms\\)");
            assertThat(payroll.rates()).singleElement().hasToString("PATCH /v2/rates {\"dailyRate\":68}");
        }
    }

    @Test
    void theConnectorOfTheReadmeDelivers() throws Exception {
        assertThat(CONNECTOR.text().lines()).hasSizeLessThan(20);
        DocumentedJava.compile(CONNECTOR, folder);
        var factory = DocumentedJava.instance(CONNECTOR, folder, ConnectorFactory.class);
        var mappings = Files.createDirectory(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("per-diem.yaml"), SHEET.text().replace("PayrollConnector", factory.name()));
        try (var payroll = FakePayrollServer.start();
                var postgres = EmbeddedPostgres.start(folder.resolve("data"));
                var bridge = Bridge.builder().database(postgres.jdbcUrl(), postgres.user(), postgres.password())
                        .mappings(mappings).connector(factory)
                        .targets(List.of(TargetSpec.of("payroll", factory.name())
                                .with(Map.of("base", payroll.uri().toString())).in(List.of("127.0.0.0/8"))))
                        .open()) {
            var packets = bridge.emitAndWait(Event.of("policy.per_diem.updated", Map.of("new_rate", 68L)),
                    Duration.ofSeconds(30));

            assertThat(packets).singleElement().satisfies(p -> assertThat(p.state()).isEqualTo(PacketState.SENT));
            assertThat(payroll.rates()).singleElement().hasToString("PATCH /v2/rates {\"dailyRate\":68}");
        }
    }

    @Test
    void theExtensionsOfGovernanceKeepTheirContractAndDecide() throws Exception {
        var blocks = Markdown.page("docs/governance.md").blocks("java").toList();
        assertThat(blocks).hasSize(3);
        DocumentedJava.compile(blocks.getLast(), blocks.stream(), folder);
        DocumentedJava.compile(blocks.get(1), folder);
        var contract = DocumentedJava.instance(blocks.getLast(), folder, RecogniserContract.class);
        for (var check : RecogniserContract.class.getDeclaredMethods()) {
            if (check.isAnnotationPresent(Test.class)) {
                check.setAccessible(true);
                check.invoke(contract);
            }
        }
        var loan = new Extensions.Loan(List.of(DocumentedJava.instance(blocks.getFirst(), folder, Recogniser.class)),
                List.of(DocumentedJava.instance(blocks.get(1), folder, VetRule.class)), List.of("cases 1.0.0"),
                () -> {});
        var policy = Markdown.page("docs/governance.md").blocks("yaml")
                .filter(yaml -> yaml.text().contains("plugin_rules")).findFirst().orElseThrow();
        var file = Files.writeString(folder.resolve("governance.yaml"), policy.text());
        try (var governance = PolicyGovernance.of(file, _ -> null)) {
            governance.extendBy(() -> loan);
            var note = Map.<String, Object>of("caseNumber", "CN-2026-000410");
            assertThat(governance.vet(Governance.EXTERNAL_SYNC, "payroll", note))
                    .isInstanceOfSatisfying(Governance.Verdict.Pass.class,
                            pass -> assertThat(pass.payload()).containsEntry("caseNumber", "**-****-****10"));
            assertThat(governance.vet(Governance.EXTERNAL_SYNC, "payroll", Map.of("caseNumber", 1L, "lastName", "A")))
                    .isInstanceOfSatisfying(Governance.Verdict.Block.class, block -> assertThat(block.reason())
                            .isEqualTo("no-case-with-name: caseNumber and lastName go together"));
        }
    }

    @ParameterizedTest
    @MethodSource
    void allJavaCompiles(Markdown.Block java) throws Exception {
        assertThat(DocumentedJava.compile(java, blocks("java"), folder)).exists();
    }

    static Stream<Markdown.Block> allJavaCompiles() {
        return blocks("java");
    }

    @ParameterizedTest
    @MethodSource
    void allYamlIsReadWithoutAProblem(Markdown.Block yaml) throws Exception {
        if (yaml.text().contains("source_event:")) {
            Files.writeString(folder.resolve("units.csv"), blocks("csv units.csv").findFirst().orElseThrow().text());
            var tested = SheetBench.test(Files.writeString(folder.resolve("sheet.yaml"), yaml.text())).getFirst();
            assertThat(tested.problems()).isEmpty();
            assertThat(tested.passed()).isTrue();
        } else if (yaml.text().contains("classes:")) {
            var policy = Files.writeString(folder.resolve("governance.yaml"), yaml.text());
            assertThat(PolicyGovernance.check(policy, _ -> "a key of some length")).isEmpty();
        } else {
            var secret = Files.writeString(folder.resolve("secret"), "s3cret");
            var file = Files.writeString(folder.resolve("bridge.yaml"),
                    yaml.text().replaceAll("\\$\\{file:[^}]*}", "\\${file:" + secret + "}"));
            // Right wherever the documentation has a variable without a default.
            var environment = Map.of("DATABASE_URL", "jdbc:postgresql://db.agency.example/bridge");
            assertThat(new ConfigReader(environment).read(ConfigFile.named(file)).warnings()).isEmpty();
        }
    }

    static Stream<Markdown.Block> allYamlIsReadWithoutAProblem() {
        return blocks("yaml");
    }

    @ParameterizedTest
    @MethodSource
    void allCommandsExist(Markdown.Block shell) {
        shell.text().lines().map(DocumentationIT::withoutVariables).forEach(words -> {
            switch (words.getFirst()) {
                case "./bridge", "bin/bridge", "bridge" -> BridgeCli.commandLine(false)
                        .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
                case "cd", "cp" -> assertThat(words).hasSizeGreaterThan(1); // run where they stand
                case "mvn" -> mavenKnows(words.subList(1, words.size()));
                default -> throw new AssertionError("nobody checks the command " + words);
            }
        });
    }

    static Stream<Markdown.Block> allCommandsExist() {
        return blocks("sh");
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(Markdown.pages().flatMap(Markdown::links)).allSatisfy(link -> assertThat(link).exists());
    }

    /** A command may begin with variables of its environment. */
    private static List<String> withoutVariables(String line) {
        return Words.of(line).stream().dropWhile(word -> word.matches("[A-Z_]+=.*")).toList();
    }

    private static void mavenKnows(List<String> words) {
        var modules = words.stream().dropWhile(word -> !word.equals("-pl")).skip(1).limit(1)
                .flatMap(list -> Arrays.stream(list.split(","))).toList();
        assertThat(modules).allSatisfy(module -> assertThat(Markdown.SOURCES.resolve(module)).isDirectory());
        assertThat(words).allSatisfy(word -> assertThat(modules.contains(word) || word.startsWith("-D")
                || Set.of("verify", "test", "clean", "-pl", "-am", "spotless:apply").contains(word)).isTrue());
    }

    private static Stream<Markdown.Block> blocks(String language) {
        return Markdown.pages().flatMap(page -> page.blocks(language));
    }
}
