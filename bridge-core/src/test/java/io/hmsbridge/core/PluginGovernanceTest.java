package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.governance.ExtensionFailedException;
import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that find data and object to packets come, change and go while packets are vetted. */
class PluginGovernanceTest {

    private static final String NOTE = "{\"note\":\"case CN-000417 and KN-000418\"}";

    @TempDir
    private Path temp;

    private Path folder;
    private PluginJars jars;
    private PluginHost host;

    @BeforeEach
    void openOnAnEmptyFolder() throws IOException {
        folder = Files.createDirectories(temp.resolve("plugins"));
        jars = new PluginJars(Files.createDirectories(temp.resolve("built")));
        host = PluginHost.open(folder, temp.resolve("work"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aRecogniserIsDroppedInSwappedAndRemoved() throws Exception {
        try (var governance = extended("classes: {ssn: mask}\n")) {
            var before = governance.policy();
            assertThat(passed(governance, NOTE)).isEqualTo(NOTE);

            drop(finding("1.0.0", "CN"));
            await().ignoreExceptions().untilAsserted(() -> assertThat(passed(governance, NOTE))
                    .isEqualTo("{\"note\":\"case **-****** and KN-000418\"}"));
            assertThat(host.plugins()).extracting(LoadedPlugin::connectors)
                    .containsExactly(List.of("recogniser case-number"));
            var with = governance.policy();
            assertThat(with).as("what plugins find belongs to what was decided").isNotEqualTo(before);
            assertThat(with.text()).isEqualTo("classes: {ssn: mask}\n# with the plugin cases 1.0.0\n");

            drop(finding("1.1.0", "KN"));
            await().ignoreExceptions().untilAsserted(() -> assertThat(passed(governance, NOTE))
                    .isEqualTo("{\"note\":\"case CN-000417 and **-******\"}"));
            assertThat(passed(governance, "{\"KN-000418\":[\"ＫＮ-000418\",\"S04tMDAwNDE4\"]}"))
                    .as("keys, disguises and encodings").isEqualTo("{\"**-******\":[\"**-******\",\"************\"]}");

            Files.delete(folder.resolve("cases.jar"));
            await().ignoreExceptions().untilAsserted(() -> assertThat(passed(governance, NOTE)).isEqualTo(NOTE));
            assertThat(governance.policy()).isEqualTo(before);
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(temp.resolve("work").toFile().list()).containsExactly("last-good"));
        }
    }

    @Test
    void aPolicyThatAsksForARecogniserLetsNothingLeaveWithoutIt() throws Exception {
        try (var governance = extended("custom: {case-number: {plugin: true, fields: [file]}}\n"
                + "classes: {case-number: {action: mask, show: 2}}\nplugin_rules: no-cases\n")) {
            assertThatThrownBy(() -> passed(governance, "{\"a\":1}")).isInstanceOf(ExtensionFailedException.class)
                    .hasMessage("no plugin recognises case-number, which the policy asks for");

            drop(finding("1.0.0", "CN"));
            await().ignoreExceptions().untilAsserted(() -> assertThatThrownBy(() -> passed(governance, NOTE))
                    .hasMessage("no plugin has the rule no-cases, which the policy asks for"));

            drop(ruling(), "rules.jar");
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(passed(governance, "{\"note\":\"CN-000417\",\"file\":\"x 12345\"}"))
                            .isEqualTo("{\"note\":\"**-****17\",\"file\":\"* ***45\"}"));
            var blocked = governance.vet(Governance.EXTERNAL_SYNC, "payroll", payload("{\"cases\":1}"));
            assertThat(blocked).isInstanceOfSatisfying(Verdict.Block.class, block -> {
                assertThat(block.reason()).isEqualTo("no-cases: cases stay here");
                assertThat(block.findings()).map(Finding::toString)
                        .containsExactly("no-cases in packet blocked (plugin)");
            });
            assertThat(
                    governance.vet(Governance.EXTERNAL_SYNC, "payroll", payload("{\"cases\":1}"), Set.of("no-cases")))
                    .as("released by an approver").isInstanceOf(Verdict.Pass.class);
            assertThat(governance.vet(Governance.VIEW, "viewer", payload("{\"cases\":1}")))
                    .as("people look at what must not leave").isInstanceOf(Verdict.Pass.class);
        }
    }

    @Test
    void whatThrowsOrFindsNonsenseBlocksAndQuotesNothing() throws Exception {
        try (var governance = extended("default: mask\n")) {
            drop(recogniser("1.0.0", "throw new IllegalStateException(text)"));
            await().ignoreExceptions().untilAsserted(() -> assertThatThrownBy(() -> passed(governance, NOTE))
                    .isInstanceOf(ExtensionFailedException.class)
                    .hasMessage("the recogniser of case-number failed: IllegalStateException").hasNoCause());
            drop(recogniser("1.0.1", "return List.of(new Found(0, text.length() + 1))"));
            await().ignoreExceptions().untilAsserted(() -> assertThatThrownBy(() -> passed(governance, NOTE))
                    .hasMessage("the recogniser of case-number found what is not there"));
            drop(recogniser("1.0.2", "return null"));
            await().ignoreExceptions().untilAsserted(() -> assertThatThrownBy(() -> passed(governance, NOTE))
                    .hasMessage("the recogniser of case-number failed: NullPointerException"));
            drop(recogniser("1.0.3", "throw new StackOverflowError(text)"));
            await().ignoreExceptions().untilAsserted(() -> assertThatThrownBy(() -> passed(governance, NOTE))
                    .hasMessage("the recogniser of case-number failed: StackOverflowError").hasNoCause());
        }
    }

    @Test
    void aNameThatNoPolicyCanUseAndOneThatIsTakenAreRefused() throws Exception {
        drop(finding("1.0.0", "CN"));
        await().ignoreExceptions().untilAsserted(() -> assertThat(host.plugins()).extracting(LoadedPlugin::state)
                .containsExactly(LoadedPlugin.State.ACTIVE));
        drop(jars.plugin("other", "1.0.0").source("acme.Cases", source("return List.of()")), "other.jar");
        drop(jars.plugin("named", "1.0.0").source("acme.Cases", source("return List.of()")
                .replace("case-number", "Case Number")), "named.jar");

        await().ignoreExceptions().untilAsserted(() -> assertThat(host.plugins()).extracting(LoadedPlugin::problem)
                .anySatisfy(problem -> assertThat(problem).contains("case-number is already taken by cases 1.0.0"))
                .anySatisfy(problem -> assertThat(problem).contains("'Case Number' cannot name a class")));
    }

    private PolicyGovernance extended(String policy) throws IOException {
        var governance = PolicyGovernance.of(Files.writeString(temp.resolve("governance.yaml"), policy), _ -> null);
        governance.extendBy(new PluginExtensions(host.connectors()));
        return governance;
    }

    private PluginJars.Recipe finding(String version, String prefix) {
        return recogniser(version, """
                var found = new java.util.ArrayList<Found>();
                for (int at = text.indexOf("%1$s-"); at >= 0; at = text.indexOf("%1$s-", at + 1)) {
                    if (at + 9 <= text.length()) {
                        found.add(new Found(at, at + 9));
                    }
                }
                return found""".formatted(prefix));
    }

    private PluginJars.Recipe recogniser(String version, String find) {
        return jars.plugin("cases", version).source("acme.Cases", source(find));
    }

    private static String source(String find) {
        return """
                package acme;
                import io.hmsbridge.api.*;
                import java.util.List;
                @org.pf4j.Extension
                public class Cases implements Recogniser {
                    @Override public String dataClass() { return "case-number"; }
                    @Override public List<Found> find(String text, String field) { %s; }
                }
                """.formatted(find);
    }

    private PluginJars.Recipe ruling() {
        return jars.plugin("rules", "1.0.0").source("acme.NoCases", """
                package acme;
                import io.hmsbridge.api.*;
                import java.util.*;
                @org.pf4j.Extension
                public class NoCases implements VetRule {
                    @Override public String name() { return "no-cases"; }
                    @Override public Optional<String> objection(String target, Map<String, Object> content) {
                        return content.containsKey("cases") ? Optional.of("cases stay here") : Optional.empty();
                    }
                }
                """);
    }

    private void drop(PluginJars.Recipe recipe) throws IOException {
        drop(recipe, "cases.jar");
    }

    private void drop(PluginJars.Recipe recipe, String name) throws IOException {
        Files.move(recipe.build(), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String passed(Governance governance, String json) {
        return ExactJson.writeString(((Verdict.Pass) governance.vet(Governance.EXTERNAL_SYNC, "payroll", payload(json)))
                .payload());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> payload(String json) {
        return (Map<String, Object>) ExactJson.read(json);
    }
}
