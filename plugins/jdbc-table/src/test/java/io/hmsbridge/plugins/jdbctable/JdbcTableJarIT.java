package io.hmsbridge.plugins.jdbctable;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.plugins.jdbc.testkit.ReadmeRun;
import io.hmsbridge.plugins.jdbc.testkit.TestPostgres;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class JdbcTableJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void theRunOfTheReadmeGoesAsItSays() throws Exception {
        var readme = ReadmeRun.ofThisModule();
        var hr = TestPostgres.schema();
        hr.run(readme.blocks("sql").getFirst() + "GRANT ALL ON ALL TABLES IN SCHEMA %1$s TO %1$s".formatted(hr.name()));

        var packets = readme.run(temp, JAR, TargetSpec.of("hr", "JdbcTableConnector")
                .with(Map.of("url", hr.url(), "user", hr.name(), "password", hr.password())));

        assertThat(packets).singleElement().satisfies(packet -> assertThat(readme.says("`" + packet + "`"))
                .as(packet).isTrue());
        assertThat(hr.rows("SELECT * FROM per_diem_rates")).containsExactly("E5|68.50|null");
    }

    @Test
    void aDriverDroppedIntoAFolderIsUsed() throws Exception {
        var drivers = Files.createDirectory(temp.resolve("drivers"));
        Files.copy(Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
                drivers.resolve("h2.jar"));
        var folder = Files.createDirectory(temp.resolve("plugins"));
        Files.copy(JAR, folder.resolve("jdbc-table.jar"));
        var url = "jdbc:h2:file:" + temp.resolve("rates");
        try (var connection = new org.h2.Driver().connect(url, new java.util.Properties());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE rates (id varchar(20) PRIMARY KEY, rate numeric(10,2))");
        }

        try (var host = PluginHost.open(folder, temp.resolve("work"));
                var lease = host.connectors().find("JdbcTableConnector").orElseThrow()) {
            var settings = Map.of("url", url, "drivers", drivers.toString(), "create_tables", true);
            for (int i = 1; i <= 2; i++) { // a driver that is left behind would hold the file
                try (var context = TestContext.of(lease.factory(), settings);
                        var connector = lease.call(() -> lease.factory().create(context))) {
                    var packet = new TestPackets(lease.factory()).of(Map.of("rate", 68), Map.of("table", "rates"));
                    assertThat(lease.call(() -> connector.send(packet))).isEqualTo(
                            i == 1 ? SendResult.delivered("upsert rates: 1 row")
                                    : SendResult.alreadyHad("upsert rates: had it"));
                }
            }
            try (var context = TestContext.of(lease.factory(), Map.of("url", url))) {
                Assertions.assertThatExceptionOfType(SettingsException.class)
                        .isThrownBy(() -> lease.call(() -> lease.factory().create(context)))
                        .withMessageContaining("there is no JDBC driver for 'url'; put its jar into the folder");
            }
        }
    }

    @Test
    void itBundlesItsLibraryAndOneDriverAndNothingElse() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(e -> e.getName().replaceFirst("^META-INF/versions/[0-9]+/", ""))
                    .filter(name -> name.endsWith(".class"))).isNotEmpty()
                    .allMatch(
                            name -> name.startsWith("io/hmsbridge/plugins/jdbc") || name.startsWith("org/postgresql/"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(1_400_000));
    }
}
