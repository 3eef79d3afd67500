package io.hmsbridge.plugins.gis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.plugins.jdbc.testkit.ReadmeRun;
import io.hmsbridge.plugins.jdbc.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class GisTableJarIT {

    private static final Path JAR = Path.of(System.getProperty("plugin.jar"));

    @TempDir
    private Path temp;

    @Test
    void theRunOfTheReadmeGoesAsItSays() throws Exception {
        var readme = ReadmeRun.ofThisModule();
        var gis = TestPostgres.schemaWithPostgis();
        gis.run(readme.blocks("sql").getFirst()
                + "GRANT ALL ON ALL TABLES IN SCHEMA %1$s TO %1$s".formatted(gis.name()));

        var packets = readme.run(temp, JAR, TargetSpec.of("gis", "GISTableConnector")
                .with(Map.of("url", gis.url(), "user", gis.name(), "password", gis.password(), "create_tables", true)));

        assertThat(packets).singleElement().satisfies(packet -> assertThat(readme.says("`" + packet + "`"))
                .as(packet).isTrue());
        assertThat(gis.rows("SELECT id, rate, ST_AsText(geom) FROM sites"))
                .containsExactly("ZRH|68.5|POINT(8.5617 47.4582)");
    }

    @Test
    void itIsSmall() {
        assertThat(JAR).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(1_400_000));
    }
}
