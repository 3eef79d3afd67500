package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.SettingsException.Problem;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginJars;
import io.hmsbridge.core.plugin.PluginTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target is checked against the version of its plugin that it is pinned to, which may take other settings. */
class PinnedUseTest {

    private static final TargetSpec PINNED = TargetSpec.of("pinned", "Payroll").pinned(Pin.parse("payroll@1"));
    private static final TargetSpec FREE = TargetSpec.of("free", "Payroll");

    @TempDir
    private Path temp;
    private OfflineTargets targets;

    @BeforeEach
    void twoVersionsThatTakeDifferentUses() throws IOException {
        var plugins = Files.createDirectories(temp.resolve("plugins"));
        var jars = new PluginJars(Files.createDirectories(temp.resolve("built")));
        Files.move(payroll(jars, "1.0.0", "path").build(), plugins.resolve("one.jar"));
        Files.move(payroll(jars, "2.0.0", "route").build(), plugins.resolve("two.jar"));
        targets = new OfflineTargets(List.of(PINNED, FREE), Set.of(), plugins, PluginTrust.ANY, _ -> null);
    }

    @AfterEach
    void closed() {
        targets.close();
    }

    @Test
    void aUseIsCheckedAgainstTheVersionThatServesTheTarget() {
        assertThat(targets.use("pinned", "Payroll", Map.of("path", "/a"))).isEmpty();
        assertThat(targets.use("pinned", "Payroll", Map.of("route", "/a"))).extracting(Problem::setting)
                .contains("route");
        assertThat(targets.use("free", "Payroll", Map.of("route", "/a"))).isEmpty();
        assertThat(targets.use("free", "Payroll", Map.of("path", "/a"))).extracting(Problem::setting)
                .contains("path");
    }

    @Test
    void fieldsAreThoseOfTheVersionThatServesTheTarget() {
        assertThat(targets.fields("pinned", "Payroll", Map.of("path", "/a")).orElseThrow())
                .extracting("name").containsExactly("path-field");
        assertThat(targets.fields("free", "Payroll", Map.of("route", "/a")).orElseThrow())
                .extracting("name").containsExactly("route-field");
    }

    private static PluginJars.Recipe payroll(PluginJars jars, String version, String setting) {
        return jars.plugin("payroll", version).source("acme.PayrollFactory", """
                package acme;
                import io.hmsbridge.api.*;
                import java.util.List;
                @org.pf4j.Extension
                public class PayrollFactory implements ConnectorFactory, DescribesFields {
                    public record Use(@Setting("Where.") String %1$s) {}
                    @Override public String name() { return "Payroll"; }
                    @Override public SettingsSpec use() { return SettingsSpec.of(Use.class); }
                    @Override public List<Field> fields(Settings use) {
                        return List.of(new Field("%1$s-field", "text", false, "A field."));
                    }
                    @Override public Connector create(ConnectorContext context) {
                        return packet -> SendResult.delivered("took it");
                    }
                }
                """.formatted(setting));
    }
}
