package io.hmsbridge.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTextTest {

    record PayrollSettings(@Setting("Where it is") String base, @Setting("Who may enter") Secret door) {
    }

    @TempDir
    private Path home;

    @Test
    void theFileToBeginWithGivesTheDefaults() throws Exception {
        var defaults = new ConfigReader(Map.of()).read(ConfigFile.ifPresent(home.resolve("none.yaml"))).config();

        assertThat(read(ConfigText.init(), Map.of()).config()).isEqualTo(defaults);
        assertThat(ConfigText.init()).contains("""

                # Folder of the mapping sheets. Saving a sheet there takes effect at once.
                #mappings: mappings
                """, """
                #targets:
                #  payroll:
                #    # The connector that delivers to the target. Required.
                #    connector: PayrollConnector
                """);
        assertThat(ConfigText.init().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void whatIsCommentedOutInTheFileToBeginWithIsRightToo() throws Exception {
        var all = Pattern.compile("^#(?=[a-z]| {2})", Pattern.MULTILINE).matcher(ConfigText.init()).replaceAll("");
        var withFiles = all.replaceAll("\\$\\{file:[^}]*}", "secret");

        var values = ConfigText.values(read(withFiles, Map.of()), _ -> Optional.empty());

        assertThat(values).noneMatch(value -> value.origin().equals("default") || value.value() == null);
    }

    @Test
    void theDocumentationHasEveryKey() throws Exception {
        assertThat(Path.of("..", "docs", "configuration.md"))
                .as("paste this into it:\n%s", ConfigText.table()).content().contains(ConfigText.table());
    }

    @Test
    void theConfigurationInForceIsShownWithOriginsAndWithoutSecrets() throws Exception {
        Files.writeString(home.resolve("pw"), "hidden-1");
        var loaded = read("""
                database: {url: "postgresql://me:hidden-2@db/bridge"}
                token: hidden-3
                http: {port: 9090}
                targets:
                  payroll:
                    connector: PayrollConnector
                    settings:
                      base: https://me:hidden-4@hr.example
                      door: hidden-5
                      api_key: hidden-6
                      note: "a # b"
                      from_file: "x${file:HOME/pw}"
                      from_env: ["${env:PW:-hidden-7}"]
                      list: [{name: a, value: "${env:PW:-hidden-8}"}, {secret: hidden-9}, "http://hidden-0@b"]
                """.replace("HOME", home.toString()), Map.of("BRIDGE_LOG_LEVEL", "warn"));

        var shown = ConfigText.show(ConfigText.values(loaded, connector -> connector.equals("PayrollConnector")
                ? Optional.of(SettingsSpec.of(PayrollSettings.class)) : Optional.empty()));

        assertThat(shown.replaceAll(" {2,}#", " #").replace(home + "/", "")).isEqualTo("""
                data: data # default
                mappings: mappings # default
                failing_tests: refuse # default
                # governance.file: not set
                plugins:
                  trust: signed # default
                  folder: plugins # default
                  trusted: trust # default
                  downgrades: refuse # default
                # plugins.accept: not set
                database:
                  min_free: 512MB # default
                  url: jdbc:postgresql://db/bridge # bridge.yaml:1
                # database.user: not set
                # database.password: not set
                # retention: not set
                dedup:
                  window: 7d # default
                replay:
                  max_window: 31d # default
                http:
                  host: 127.0.0.1 # default
                  port: 9090 # bridge.yaml:3
                  body_limit: 1MB # default
                  limits:
                    concurrency: 1000 # default
                # http.limits.rate: not set
                # http.tls.certificate: not set
                # http.tls.key: not set
                # http.tls.client_authorities: not set
                # http.tls.client_auth: not set
                token: (secret) # bridge.yaml:2
                # oidc.issuer: not set
                # oidc.audience: not set
                # oidc.keys: not set
                # oidc.algorithm: not set
                # oidc.roles: not set
                log:
                  format: auto # default
                  level: warn # BRIDGE_LOG_LEVEL
                # notices.webhook: not set
                # notices.token: not set
                # notices.mail.host: not set
                # notices.mail.security: not set
                # notices.mail.port: not set
                # notices.mail.user: not set
                # notices.mail.password: not set
                # notices.mail.from: not set
                # notices.mail.to: not set
                # notices.quiet: not set
                # notices.zone: not set
                outcomes:
                  on_request: false # default
                # outcomes.sources: not set
                # windows: not set
                # limits: not set
                targets:
                  payroll:
                    connector: PayrollConnector # bridge.yaml:6
                    settings:
                      base: https://(secret)@hr.example # bridge.yaml:8
                      door: (secret) # bridge.yaml:9
                      api_key: (secret) # bridge.yaml:10
                      note: "a # b" # bridge.yaml:11
                      from_file: (secret) # bridge.yaml:12 ${file:pw}
                      from_env: (secret) # bridge.yaml:13 ${env:PW}
                      list: [{"name":"a","value":"(secret)"},{"secret":"(secret)"},"http://(secret)@b"] # bridge.yaml:14
                    limits:
                      concurrency: 16 # default
                    order: key # default
                    on_dead: skip # default
                    coalesce: false # default
                    retry:
                      first: 1s # default
                      cap: 10m # default
                      tries: 1000 # default
                      max_age: 14d # default
                """);
        assertThat(shown).doesNotContain("hidden-");
    }

    private LoadedConfig read(String text, Map<String, String> environment) throws IOException, ConfigException {
        var file = Files.writeString(home.resolve("bridge.yaml"), text);
        return new ConfigReader(environment).read(ConfigFile.named(file));
    }
}
