package io.hmsbridge.server.cli;

import static io.hmsbridge.server.cli.Run.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginLease;
import io.hmsbridge.server.authoring.AuthoringException;
import io.hmsbridge.server.authoring.PluginProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bridge plugins build} and {@code new}, which need no server. That new projects build is proven by the distribution. */
class AuthoringCliTest {

    private static final String CONNECTOR = """
            import io.hmsbridge.api.*;

            @org.pf4j.Extension
            public final class HelloConnector implements ConnectorFactory {
                public String name() { return "HelloConnector"; }
                public Connector create(ConnectorContext context) { return packet -> SendResult.delivered("hello"); }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void oneSourceFileBecomesAJarThatABridgeLoads() throws Exception {
        var source = Files.writeString(folder.resolve("HelloConnector.java"), CONNECTOR);
        var plugins = Files.createDirectory(folder.resolve("plugins"));

        var run = run("plugins", "build", source.toString(), "-o", plugins.resolve("hello.jar").toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("hello.jar, which offers HelloConnector.");
        assertThat(plugins).isDirectoryNotContaining("glob:**.tmp");
        try (var host = PluginHost.open(plugins, folder.resolve("work"))) {
            assertThat(host.plugins()).singleElement().satisfies(plugin -> {
                assertThat(plugin.id()).isEqualTo("hello-connector");
                assertThat(plugin.version()).isEqualTo("1.0.0");
            });
            assertThat(host.connectors().find("HelloConnector").map(AuthoringCliTest::nameIn))
                    .contains("HelloConnector");
        }
    }

    private static String nameIn(PluginLease<ConnectorFactory> lease) {
        try (lease) {
            return lease.factory().name();
        }
    }

    @Test
    void theSameSourceMakesTheSameJar() throws Exception {
        var source = Files.writeString(folder.resolve("HelloConnector.java"), CONNECTOR).toString();
        var one = folder.resolve("one.jar");
        var two = folder.resolve("two.jar");

        run("plugins", "build", source, "-o", one.toString());
        run("plugins", "build", source, "-o", two.toString());

        assertThat(two).hasSameBinaryContentAs(one);
    }

    @Test
    void whatDoesNotCompileIsToldByLineAndLeavesNothing() throws Exception {
        var source = Files.writeString(folder.resolve("HelloConnector.java"),
                CONNECTOR.replace("\"hello\"", "hallo").replace("SendResult.", "SentResult."));

        var run = run("plugins", "build", source.toString(), "-o", folder.resolve("hello.jar").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("bridge: HelloConnector.java does not compile")
                .contains("HelloConnector.java:6:", "hallo", "SentResult");
        assertThat(folder).isDirectoryNotContaining("glob:**.jar");
    }

    @Test
    void aClassOfTheServerCannotBeUsed() throws Exception {
        var source = Files.writeString(folder.resolve("HelloConnector.java"),
                CONNECTOR.replace("import io.hmsbridge.api.*;",
                        "import io.hmsbridge.api.*; import io.hmsbridge.core.Bridge;"));

        assertThat(run("plugins", "build", source.toString()).err()).contains("io.hmsbridge.core does not exist");
    }

    @Test
    void aClassThatIsNoExtensionIsToldSo() throws Exception {
        var source =
                Files.writeString(folder.resolve("HelloConnector.java"), CONNECTOR.replace("@org.pf4j.Extension", ""));

        var run = run("plugins", "build", source.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("annotate one that implements ConnectorFactory with @org.pf4j.Extension");
    }

    @Test
    void whatABridgeWouldRefuseIsRefusedHere() throws Exception {
        var source = Files.writeString(folder.resolve("HelloConnector.java"),
                CONNECTOR.replace("public String name",
                        "{ if (true) throw new IllegalStateException(\"no luck\"); } public String name"));
        var jar = Files.writeString(folder.resolve("hello.jar"), "the one before");

        var run = run("plugins", "build", source.toString(), "-o", jar.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("a bridge would refuse it", "no luck");
        assertThat(jar).hasContent("the one before");
    }

    @Test
    void anIdThatWouldLeadOutOfTheFolderIsRefused() throws Exception {
        var source = Files.writeString(folder.resolve("HelloConnector.java"), CONNECTOR);

        var run = run("plugins", "build", source.toString(), "--id", "../x", "-o",
                folder.resolve("x.jar").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'../x' cannot name a plugin");
    }

    @Test
    void aMissingSourceIsToldByName() {
        var run = run("plugins", "build", folder.resolve("Absent.java").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no file " + folder.resolve("Absent.java"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Acme", "acme_connector", "-acme", "acme--x", "../acme", "new-connector", "9-connector", ""})
    void aNameThatCannotNameAPluginIsRefused(String name) {
        var run = run("plugins", "new", "--", name);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).containsAnyOf("cannot name a plugin", "cannot be a Java package");
    }

    @Test
    void aProjectNeverGoesOverWhatIsThere() throws Exception {
        var taken = Files.createDirectory(folder.resolve("acme-connector"));
        Files.writeString(taken.resolve("notes.txt"), "mine");

        assertThat(failureOf(() -> project().write(folder))).contains("is there already, with something in it");
        assertThat(taken).isDirectoryContaining("glob:**notes.txt").isDirectoryNotContaining("glob:**pom.xml");
    }

    @Test
    void aProjectHasTheVersionsThatThisBuildHas() throws Exception {
        project().write(folder);
        var pom = Files.readString(folder.resolve("acme-connector/pom.xml"));
        var ours = Files.readString(Path.of("../pom.xml")) + Files.readString(Path.of("../plugins/pom.xml"));
        for (var property : Pattern.compile("<([a-z.0-9-]+\\.version)>([^<]+)<").matcher(ours).results().toList()) {
            ours = ours.replace("${" + property.group(1) + "}", property.group(2));
        }
        var ourPom = ours.replaceAll("\\s+", "");

        var versions = Pattern.compile("<artifactId>([a-z0-9-]+)</artifactId>\\s*<version>([0-9.]+)</version>")
                .matcher(pom).results().filter(found -> !found.group(1).equals("acme-connector")).toList();

        assertThat(versions).hasSizeGreaterThan(8).allSatisfy(found -> {
            var library = found.group(1).replace("junit-jupiter", "junit-bom").replace("slf4j-nop", "slf4j-api");
            assertThat(ourPom)
                    .contains("<artifactId>" + library + "</artifactId><version>" + found.group(2) + "</version>");
        });
        assertThat(folder.resolve("acme-connector/src/main/java/com/example/acme/AcmeConnectorFactory.java"))
                .isRegularFile();
    }

    @Test
    void noWordOfATemplateIsLeftUnfilled() throws Exception {
        for (var file : project().write(folder)) {
            assertThat(file).content().doesNotContain("{{");
        }
    }

    private PluginProject project() throws AuthoringException, IOException {
        var version = folder.resolve("sdk/io/hmsbridge/bridge-api/9.9.9");
        Files.createDirectories(version);
        return PluginProject.of("acme-connector", "com.example", folder.resolve("sdk"));
    }

    private interface Act {
        void run() throws AuthoringException, IOException;
    }

    private static String failureOf(Act act) throws IOException {
        try {
            act.run();
            return "";
        } catch (AuthoringException e) {
            return e.getMessage();
        }
    }
}
