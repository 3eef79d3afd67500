package io.hmsbridge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with keys of before are rewritten, and nothing else in them is touched. */
class ConfigMigrationTest {

    private static final String OLD = """
            # What we run.
            data: d   # kept
            plugins: /srv/plugins  # where jars go

            targets:
              payroll: # the first
                connector: PayrollConnector
                settings:
                  "url": "http://a.example" # was moved in May
                  limit: 5
              gis: {connector: Gis, settings: {url: "http://b.example", table: t}}
              other: {connector: Other, settings: {url: "http://c.example"}}
            """;

    @TempDir
    private Path folder;
    private ConfigFile file;

    @BeforeEach
    void named() {
        file = ConfigFile.named(folder.resolve("bridge.yaml"));
    }

    @Test
    void keysGetTheirNamesOfNowAndCommentsStay() throws Exception {
        var migration = migration(OLD);

        migration.write();

        assertThat(file.path()).hasContent(OLD.replace("plugins: /srv", "plugins:\n  folder: /srv")
                .replace("\"url\": \"http://a", "\"base\": \"http://a")
                .replace("{url: \"http://b", "{base: \"http://b"));
        assertThat(migration(Files.readString(file.path())).changes()).isEmpty();
    }

    @Test
    void whatChangesIsShownLineByLineAndNothingIsWrittenBefore() throws Exception {
        assertThat(migration(OLD).diff()).isEqualTo("""
                --- %1$s
                +++ %1$s
                @@ -3 +3,2 @@
                -plugins: /srv/plugins  # where jars go
                +plugins:
                +  folder: /srv/plugins  # where jars go
                @@ -9 +10 @@
                -      "url": "http://a.example" # was moved in May
                +      "base": "http://a.example" # was moved in May
                @@ -11 +12 @@
                -  gis: {connector: Gis, settings: {url: "http://b.example", table: t}}
                +  gis: {connector: Gis, settings: {base: "http://b.example", table: t}}
                """.formatted(file.path()));
        assertThat(file.path()).hasContent(OLD);
    }

    @Test
    void severalOnOneLineAreRewrittenTogether() throws Exception {
        var migration = migration(
                "targets: {payroll: {connector: A, settings: {url: x}}, gis: {connector: B, settings: {url: y}}}\n");

        assertThat(migration.changes()).extracting(ConfigMigration.Change::after).containsExactly(
                "targets: {payroll: {connector: A, settings: {base: x}}, gis: {connector: B, settings: {base: y}}}");
    }

    @Test
    void linesEndAsTheyDid() throws Exception {
        migration("data: d\r\nplugins: p\r\n").write();

        assertThat(Files.readString(file.path())).isEqualTo("data: d\r\nplugins:\r\n  folder: p\r\n");
    }

    @Test
    void whatCannotBeRewrittenLineByLineIsLeftToAPerson() {
        var refused = catchThrowableOfType(ConfigException.class, () -> migration("{data: d, plugins: p}\n"));

        assertThat(refused).hasMessageContaining("bridge.yaml:1:11: ").hasMessageContaining("by hand");
        assertThat(file.path()).hasContent("{data: d, plugins: p}\n");
    }

    private ConfigMigration migration(String text) throws ConfigException, IOException {
        Files.writeString(file.path(), text);
        var loaded = new ConfigReader(Map.of()).read(file);
        return ConfigMigration.of(file, loaded, target -> List.of("payroll", "gis").contains(target.name())
                ? Map.of("url", "base") : Map.of()).getFirst();
    }
}
