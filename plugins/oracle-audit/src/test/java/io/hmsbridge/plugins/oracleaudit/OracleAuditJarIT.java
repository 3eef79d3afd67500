package io.hmsbridge.plugins.oracleaudit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.plugins.jdbc.Dialect;
import io.hmsbridge.plugins.jdbc.testkit.ReadmeRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class OracleAuditJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void theRunOfTheReadmeGoesAsItSays() throws Exception {
        var readme = ReadmeRun.ofThisModule();
        var drivers = Files.createDirectory(temp.resolve("drivers"));
        Files.copy(Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
                drivers.resolve("h2.jar"));
        var url = "jdbc:h2:file:" + temp.resolve("audit") + ";MODE=Oracle";

        var packets = readme.run(temp, JAR, TargetSpec.of("audit", "OracleAuditConnector")
                .with(Map.of("url", url, "drivers", drivers.toString(), "create_tables", true)));

        assertThat(packets).singleElement().satisfies(packet -> assertThat(readme.says("`" + packet + "`"))
                .as(packet).isTrue());
        try (var connection = new org.h2.Driver().connect(url, new Properties());
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT data, data_hash FROM bridge_audit")) {
            row.next();
            assertThat(readme.says("`" + row.getString(1) + "`")).as(row.getString(1)).isTrue();
            assertThat(row.getString(2)).hasSize(64);
        }
    }

    @Test
    void theReadmeHasTheTableThatIsCreated() throws Exception {
        assertThat(ReadmeRun.ofThisModule().blocks("sql").getFirst().strip())
                .isEqualTo(AuditTable.ddl("bridge_audit", Dialect.ORACLE));
    }

    @Test
    void oraclesDriverIsInItWhole() throws Exception {
        try (var jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getEntry("META-INF/drivers/oracle.jar").getSize()).isGreaterThan(6_000_000);
            assertThat(jar.stream().map(e -> e.getName()).filter(name -> name.endsWith(".class"))).isNotEmpty()
                    .allMatch(name -> name.startsWith("io/hmsbridge/plugins/"));
        }
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(8_000_000));
    }
}
