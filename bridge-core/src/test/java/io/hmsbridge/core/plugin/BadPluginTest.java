package io.hmsbridge.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.core.plugin.LoadedPlugin.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of bad jar, all at once, beside a good one. */
class BadPluginTest {

    @TempDir
    private Path temp;

    @Test
    void eachBadJarIsRefusedByReasonAndTheGoodOneRuns() throws Exception {
        var jars = new PluginJars(Files.createDirectories(temp.resolve("built")));
        var folder = Files.createDirectories(temp.resolve("plugins"));
        var reasons = new LinkedHashMap<String, String>();

        Files.writeString(folder.resolve("text.jar"), "not a jar at all");
        reasons.put("text.jar", "not a whole jar");
        Files.createFile(folder.resolve("empty.jar"));
        reasons.put("empty.jar", "not a whole jar");
        put(folder, "no-plugin.jar", jars.plugin("x", "1.0.0").manifest("Plugin-Id", ""));
        reasons.put("no-plugin.jar", "its manifest describes no plugin");
        put(folder, "no-semver.jar", jars.connector("no-semver", "one", "A"));
        reasons.put("no-semver.jar", "'one' is not a semantic version");
        put(folder, "needs-newer.jar",
                jars.connector("needs-newer", "1.0.0", "B").manifest("Plugin-Requires", ">=2.0.0"));
        reasons.put("needs-newer.jar", "needs bridge API >=2.0.0 (Plugin-Requires), and this bridge has 1.0.0");
        put(folder, "needs-nonsense.jar",
                jars.connector("needs-nonsense", "1.0.0", "C").manifest("Plugin-Requires", "soon"));
        reasons.put("needs-nonsense.jar", "soon");
        put(folder, "needs-other.jar",
                jars.connector("needs-other", "1.0.0", "D").manifest("Plugin-Dependencies", "good"));
        reasons.put("needs-other.jar", "it depends on other plugins");
        put(folder, "no-index.jar", jars.connector("no-index", "1.0.0", "E").options("-proc:none"));
        reasons.put("no-index.jar", "it offers no connector");
        put(folder, "static-error.jar", jars.plugin("static-error", "1.0.0").factory("F", "null",
                "static { if (true) throw new AssertionError(\"at rest\"); }"));
        reasons.put("static-error.jar", "AssertionError: at rest");
        put(folder, "absent-library.jar", jars.plugin("absent-library", "1.0.0").factory("G", "null",
                "private final org.slf4j.Logger logger = org.slf4j.LoggerFactory.getLogger(\"hidden\");"));
        reasons.put("absent-library.jar", "org/slf4j/LoggerFactory");
        put(folder, "hangs.jar", jars.plugin("hangs", "1.0.0").factory("H", "null",
                "public HFactory() throws Exception { new java.util.concurrent.CountDownLatch(1).await(); }"));
        reasons.put("hangs.jar", "did not finish starting within");
        put(folder, "overflows.jar",
                jars.plugin("overflows", "1.0.0").factory("I", "null", "{ dive(); } void dive() { dive(); }"));
        reasons.put("overflows.jar", "StackOverflowError");
        put(folder, "two-of-a-name.jar", jars.connector("two", "1.0.0", "J").source("acme.Twin",
                "package acme; @org.pf4j.Extension public class Twin extends JFactory { }"));
        reasons.put("two-of-a-name.jar", "two of its connectors are named J");
        put(folder, "plugin-class.jar",
                jars.connector("plugin-class", "1.0.0", "K").manifest("Plugin-Class", "acme.Absent"));
        reasons.put("plugin-class.jar", "acme.Absent");
        byte[] futureClass = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) 200, 0, 0};
        put(folder, "future.jar", jars.plugin("future", "1.0.0").entry("META-INF/extensions.idx", "acme.Future")
                .entry("acme/Future.class", futureClass));
        reasons.put("future.jar", "class file version 200.0");
        put(folder, "way-out.jar", jars.connector("way-out", "1.0.0", "L").entry("../../outside.txt", "got out"));
        reasons.put("way-out.jar", "would be put outside its folder: ../../outside.txt");
        put(folder, "bomb.jar", jars.connector("bomb", "1.0.0", "M").entry("zeros", new byte[32 << 20]));
        reasons.put("bomb.jar", "taken for an attack");
        put(folder, "many.jar", many(jars.connector("many", "1.0.0", "Q")));
        reasons.put("many.jar", "and more than 65534 are taken for an attack");
        Files.write(folder.resolve("link.jar"), linked(jars.connector("link", "1.0.0", "O")
                .entry("secrets", "/etc/shadow").build(), "secrets"));
        reasons.put("link.jar", "it holds a symbolic link, which may lead anywhere: secrets");
        Files.write(folder.resolve("half.jar"), half(jars.connector("half", "1.0.0", "N").build()));
        reasons.put("half.jar", "not a whole jar");
        Files.move(jars.plugin("empty", "1.0.0").manifest("Plugin-Id", "").zip(), folder.resolve("no-plugin.zip"));
        reasons.put("no-plugin.zip", "its manifest describes no plugin");
        put(folder, "good.jar",
                jars.connector("good", "1.0.0", "Good").manifest("Plugin-Requires", ">=1.0.0 & <2.0.0"));

        try (var host = PluginHost.open(folder, temp.resolve("work"), Duration.ofSeconds(3))) {
            var listed = new LinkedHashMap<String, LoadedPlugin>();
            host.plugins().forEach(p -> listed.put(p.file().getFileName().toString(), p));

            reasons.forEach((file, reason) -> {
                assertThat(listed.get(file)).describedAs(file).isNotNull();
                assertThat(listed.get(file).state()).describedAs(file).isEqualTo(State.REFUSED);
                assertThat(listed.get(file).problem()).describedAs(file).contains(reason);
            });
            assertThat(host.connectors().names()).containsExactly("Good");
            assertThat(temp.resolve("outside.txt")).doesNotExist();
            await().untilAsserted(
                    () -> assertThat(openBelow(temp)).describedAs("the good one's copy alone").hasSizeLessThan(2));
        }
        await().untilAsserted(() -> assertThat(openBelow(temp)).isEmpty());
    }

    @Test
    void whatUnpacksToMoreThanAPluginNeedsIsTakenForAnAttack() throws Exception {
        var random = new byte[1 << 20]; // no part of it shrinks
        new Random(8).nextBytes(random);
        var jar = new PluginJars(temp).connector("vast", "1.0.0", "Vast").entry("part", random).build();

        assertThatThrownBy(() -> Contents.check(jar, 1 << 20)).isInstanceOf(PluginProblem.class)
                .hasMessageContaining("unpacks to more than 1 MiB").hasMessageContaining("taken for an attack");
        assertThatCode(() -> Contents.check(jar, 2 << 20)).doesNotThrowAnyException();
    }

    @Test
    void aFullDiskIsToldAndTheJarIsLoadedOnceThereIsRoom() throws Exception {
        var disk = Files.createDirectories(temp.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "a file system of its own cannot be mounted here");
        try {
            var ballast = Files.write(disk.resolve("ballast"), new byte[1 << 20]);
            var folder = Files.createDirectories(temp.resolve("plugins"));
            put(folder, "good.jar",
                    new PluginJars(Files.createDirectories(temp.resolve("built"))).connector("good", "1.0.0",
                            "Good"));
            try (var host = PluginHost.open(folder, disk.resolve("work"))) {
                assertThat(host.plugins()).singleElement().satisfies(plugin -> {
                    assertThat(plugin.state()).isEqualTo(State.REFUSED);
                    assertThat(plugin.problem()).contains("cannot be copied into the work folder", "No space left");
                });

                Files.delete(ballast);

                await().untilAsserted(() -> assertThat(host.connectors().names()).containsExactly("Good"));
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void aFullDiskLeavesTheVersionThatIsThereWithItsSignature() throws Exception {
        var disk = Files.createDirectories(temp.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "a file system of its own cannot be mounted here");
        try {
            var there = Files.writeString(disk.resolve("acme.jar"), "the version that is there");
            Files.writeString(DetachedSignature.beside(there), "its signature");
            var larger = Files.write(temp.resolve("acme.jar"), new byte[2 << 20]);

            assertThatThrownBy(() -> LastGood.copy(larger, there)).hasMessageContaining("No space left");

            assertThat(DetachedSignature.beside(there)).hasContent("its signature");
            assertThat(there).hasContent("the version that is there");
            assertThat(disk).isDirectoryNotContaining("glob:**.tmp*");
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void aFolderWithoutReadRightsIsToldByNameAndWhatRunsGoesOn() throws Exception {
        var folder = Files.createDirectories(temp.resolve("plugins"));
        put(folder, "good.jar",
                new PluginJars(Files.createDirectories(temp.resolve("built"))).connector("good", "1.0.0", "Good"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child = new ProcessBuilder(BoundByRights.command(java, "-cp", System.getProperty("java.class.path"),
                UnreadableFolder.class.getName(), folder.toString(), temp.resolve("work").toString()))
                .redirectErrorStream(true).start();

        var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said).contains("plugins folder=" + folder + " problem=\"the folder cannot be read: ");
        assertThat(said.lines()).contains(
                "before: [Good]",
                "unreadable: [Good] " + folder + " REFUSED the folder cannot be read: permission denied",
                "after: [Good]");
    }

    @Test
    void aFolderThatIsNoneIsToldByName() throws Exception {
        var folder = Files.writeString(temp.resolve("plugins"), "a file in its place");

        try (var host = PluginHost.open(folder, temp.resolve("work"))) {
            assertThat(host.plugins()).singleElement().satisfies(plugin -> {
                assertThat(plugin.file()).isEqualTo(folder);
                assertThat(plugin.problem()).startsWith("the folder cannot be read");
            });
        }
    }

    private static PluginJars.Recipe many(PluginJars.Recipe recipe) {
        for (int i = 0; i < 65_535; i++) {
            recipe.entry("entry-" + i, "");
        }
        return recipe;
    }

    /** Marks an entry as a symbolic link, in the zip's directory. */
    private static byte[] linked(Path jar, String name) throws IOException {
        var bytes = Files.readAllBytes(jar);
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        int entry = text.lastIndexOf(name) - 46;
        assertThat(text.startsWith("PK\1\2", entry)).isTrue();
        bytes[entry + 41] = (byte) 0xA1; // 0120000 and rights, as st_mode in the upper half of the external attributes
        bytes[entry + 40] = (byte) 0xFF;
        return bytes;
    }

    private static byte[] half(Path jar) throws IOException {
        var bytes = Files.readAllBytes(jar);
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    /** The files below a folder that this process has open. */
    private static List<Path> openBelow(Path folder) throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "open files can only be seen on Linux");
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.map(BadPluginTest::target).filter(file -> file.startsWith(folder)).toList();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException closedMeanwhile) {
            return link;
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    private static void put(Path folder, String name, PluginJars.Recipe recipe) throws IOException {
        Files.move(recipe.build(), folder.resolve(name));
    }
}
