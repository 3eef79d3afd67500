package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.plugin.PluginTrust;
import io.hmsbridge.server.authoring.ConnectorDescription;
import io.hmsbridge.server.config.ConfigText;
import io.hmsbridge.testkit.FakePayrollServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveIT {

    @TempDir
    private Path folder;

    @Test
    void unpackedAndStartedItDeliversAndStopsCleanly() throws Exception {
        var home = Archive.unpack(folder);
        try (var payroll = FakePayrollServer.start()) {
            Files.writeString(home.resolve("conf/bridge.yaml"), """
                    targets:
                      payroll:
                        connector: PayrollConnector
                        settings: {base: "%s"}
                        networks: [127.0.0.0/8]
                    """.formatted(payroll.uri()), StandardOpenOption.APPEND);
            try (var bridge = BridgeProcess.start(home, folder)) {
                var answer = bridge.emit("""
                        {"type": "policy.per_diem.updated", "data": {"new_rate": 68, "old_rate": 62}}""");

                assertThat(answer).contains("\"state\":\"SENT\"");
                assertThat(payroll.rates()).singleElement()
                        .satisfies(call -> assertThat(call.text()).isEqualTo("{\"dailyRate\":68}"));
                assertThat(bridge.stop()).isZero();
            }
        }
        assertThat(home.resolve("data/postgres")).isDirectoryNotContaining("glob:**/postmaster.pid");
    }

    @Test
    void bothArchivesHoldTheSame() throws Exception {
        var home = Archive.unpack(folder);

        assertThat(files(home)).isEqualTo(Archive.zipped());
        assertThat(files(home).stream().map(name -> name.split("/")[0]).distinct())
                .containsExactlyInAnyOrder("bin", "conf", "drivers", "lib", "mappings", "monitoring", "plugins",
                        "sdk", "trust", "LICENSE",
                        "README.md");
        assertThat(home.resolve("bin/bridge")).isExecutable();
        assertThat(files(home)).contains("plugins/payroll-rest-1.0.0.jar", "plugins/gis-table-1.0.0.jar",
                "plugins/jdbc-table-1.0.0.jar", "plugins/oracle-audit-1.0.0.jar", "mappings/per-diem.yaml");
    }

    @Test
    void itTrustsEveryPluginThatItHolds() throws Exception {
        var home = Archive.unpack(folder);
        var trust = PluginTrust.of(home.resolve("trust"));

        try (var plugins = Files.list(home.resolve("plugins"))) {
            assertThat(plugins).hasSizeGreaterThan(5)
                    .allSatisfy(plugin -> assertThat(trust.objection(plugin)).as("%s", plugin).isEmpty());
        }
    }

    /** {@code -Dreadmes.write=true} writes them. */
    @Test
    void theReadmesOfThePluginsHaveTheTablesOfTheirSettings() throws Exception {
        var connectors = ConnectorDescription.all(Archive.unpack(folder).resolve("plugins"), PluginTrust.ANY);

        assertThat(connectors).hasSizeGreaterThan(5);
        for (var connector : connectors) {
            var id = connector.plugin().split(" ")[0];
            var readme = Markdown.SOURCES.resolve("plugins").resolve(id).resolve("README.md");
            for (var section : connector.markdown().split("\n## ")) {
                var title = section.lines().findFirst().orElseThrow();
                var table = section.substring(title.length()).strip();
                if (Boolean.getBoolean("readmes.write")) {
                    write("## " + title, table, readme);
                }
                assertThat(Files.readString(readme).contains(table))
                        .as("%s has this, as `bridge plugins describe %s --format markdown` prints it:%n%s", readme, id,
                                table)
                        .isTrue();
            }
        }
    }

    /** Replaces the first table below a title. */
    private static void write(String title, String table, Path readme) throws IOException {
        Files.writeString(readme, Files.readString(readme).replaceFirst(
                "(" + Pattern.quote(title) + "\n[^|]*\n)(?:\\|.*\n)+", "$1" + Matcher.quoteReplacement(table + "\n")));
    }

    @Test
    void itsConfigurationIsTheOneThatConfigInitWrites() throws Exception {
        assertThat(Archive.unpack(folder).resolve("conf/bridge.yaml")).hasContent(ConfigText.init());
    }

    private static List<String> files(Path home) throws IOException {
        try (var all = Files.walk(home)) {
            return List.copyOf(all.filter(Files::isRegularFile).map(file -> home.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }
}
