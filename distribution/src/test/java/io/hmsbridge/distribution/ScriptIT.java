package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code bridge} script: from the archive, and in a clone that it must build first. */
class ScriptIT {

    @TempDir
    private Path folder;

    /** @param text all that it printed */
    private record Ended(int status, String text) {}

    @Test
    void itRunsFromAFolderWithASpaceInItsNameAlsoByALink() throws Exception {
        var script = Archive.unpack(Files.createDirectory(folder.resolve("a folder"))).resolve("bin/bridge");
        var link = Files.createSymbolicLink(folder.resolve("a link"), script);

        assertThat(run(script).text()).startsWith("HMS Bridge ");
        assertThat(run(link)).isEqualTo(run(script)).extracting(Ended::status).isEqualTo(0);
    }

    @Test
    void whereNoServerRunsItListsThePluginsOfItsFolder() throws Exception {
        assumeThat(isFree(8080)).as("no server runs on the usual port of this machine").isTrue();
        var home = Archive.unpack(folder);
        Files.writeString(home.resolve("plugins/a-text.jar"), "a text");

        var ended = run(home.resolve("bin/bridge"), "plugins", "list", "--json");

        assertThat(ended.status()).isZero();
        assertThat(ended.text()).contains("no server runs here; these are the plugins in ");
        assertThat(ended.text().lines().filter(line -> line.contains("\"state\":\"STOPPED\""))
                .collect(Collectors.joining())).contains("PayrollConnector", "SchedulingConnector", "RestConnector",
                        "GISTableConnector", "OracleAuditConnector", "JdbcTableConnector", "FTPFlat",
                        "CsvDropConnector",
                        "SoapConnector", "MailConnector");
        assertThat(ended.text()).containsPattern("a-text.jar.*\"state\":\"REFUSED\".*it is not a whole jar");
    }

    private static boolean isFree(int port) throws IOException {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (ConnectException _) {
            return true;
        }
    }

    @Test
    void aCloneThatCannotBeWrittenToIsSaidInOneLine() throws Exception {
        var clone = cloneWithMavenThat("exit 0");
        Files.writeString(clone.resolve("target"), "in the way of the folder");

        var ended = run(clone.resolve("bridge"));

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.text().lines()).singleElement().asString().contains(clone.resolve("target").toString());
    }

    @Test
    void theLockOfABuildThatWasKilledIsTakenOver() throws Exception {
        var clone = cloneWithMavenThat("echo '[ERROR] it builds'; exit 1");
        var killed = new ProcessBuilder("true").start();
        killed.waitFor();
        var lock = Files.createDirectories(clone.resolve("target/bridge/lock"));
        Files.writeString(lock.resolve("owner"), Long.toString(killed.pid()));

        assertThat(run(clone.resolve("bridge")).text()).contains("[ERROR] it builds").doesNotContain("waiting");
        assertThat(lock).doesNotExist();
    }

    /** As a terminal does it on Ctrl-C: script and Maven both get the signal, and Maven ends with a status. */
    @Test
    void ctrlCWhileItBuildsEndsItQuietly() throws Exception {
        var clone = cloneWithMavenThat("trap 'exit 130' INT; echo '[ERROR] halfway'; kill -INT $(cat \""
                + "$(dirname \"$0\")/../target/bridge/lock/owner\"); kill -INT $$; exit 1");

        var ended = run(clone.resolve("bridge"));

        assertThat(ended.status()).isEqualTo(130);
        assertThat(ended.text()).contains("building").doesNotContain("halfway").doesNotContain("failed");
        assertThat(clone.resolve("target/bridge/lock")).doesNotExist();
    }

    private Path cloneWithMavenThat(String does) throws IOException, InterruptedException {
        var clone = Files.createDirectory(folder.resolve("a clone"));
        Files.copy(Archive.unpack(folder).resolve("bin/bridge"), clone.resolve("bridge"));
        Files.writeString(clone.resolve("pom.xml"), "<project/>");
        var maven = Files.createDirectory(clone.resolve("tools")).resolve("mvn");
        Files.writeString(maven, "#!/usr/bin/env bash\n" + does + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        return clone;
    }

    private static Ended run(Path script) throws IOException, InterruptedException {
        return run(script, "--version");
    }

    private static Ended run(Path script, String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", script.resolveSibling("tools").toString(), (old, own) -> own + ":" + old);
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), text);
    }
}
