package io.hmsbridge.server.cli;

import static io.hmsbridge.server.cli.Run.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.json.ExactJson;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration for an older version of a connector, brought up to date. */
class ConfigMigrateCliTest {

    @TempDir
    private Path folder;

    @Test
    void settingsThatAConnectorRenamedAreShownAndThenRewritten() throws Exception {
        var source = Files.writeString(folder.resolve("Rates.java"), """
                import io.hmsbridge.api.*;

                @org.pf4j.Extension
                public final class Rates implements ConnectorFactory {
                    public record Target(@Setting(value = "Where the service is.", formerly = "url") java.net.URI base) {}
                    public String name() { return "Rates"; }
                    public SettingsSpec settings() { return SettingsSpec.of(Target.class); }
                    public Connector create(ConnectorContext context) { return packet -> SendResult.delivered("hello"); }
                }
                """);
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        assertThat(run("plugins", "build", source.toString(), "-o", plugins.resolve("rates.jar").toString()).err())
                .isEmpty();
        var old = """
                plugins: {trust: any, folder: %s}
                targets:
                  rates:
                    connector: Rates # ours
                    settings: {url: "http://rates.example"} # since May
                """.formatted(ExactJson.writeString(plugins.toString()));
        var config = Files.writeString(folder.resolve("bridge.yaml"), old);

        var shown = run("config", "migrate", "--config", config.toString());

        assertThat(shown.err()).isEmpty();
        assertThat(shown.out()).contains("-    settings: {url: \"http://rates.example\"} # since May",
                "+    settings: {base: \"http://rates.example\"} # since May", "Nothing is written yet");
        assertThat(config).hasContent(old);

        var written = run("config", "migrate", "--write", "--json", "--config", config.toString());

        assertThat(written.object()).containsEntry("line", 5L).containsEntry("written", true);
        assertThat(config).hasContent(old.replace("{url:", "{base:"));
        assertThat(run("config", "migrate", "--config", config.toString()).out())
                .contains("Every key has its name of now.");
        assertThat(run("plugins", "describe", "Rates", "--format", "schema", "--config", config.toString()).out())
                .contains("named base now");
    }
}
