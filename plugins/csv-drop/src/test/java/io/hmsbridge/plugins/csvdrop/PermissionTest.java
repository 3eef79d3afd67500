package io.hmsbridge.plugins.csvdrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.api.SendException;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that the bridge's user may not write to. Root may write everywhere, so it sends from a process without that power. */
class PermissionTest {

    private static final List<String> POWERLESS = List.of("setpriv", "--bounding-set=-dac_override",
            "--inh-caps=-dac_override");

    @TempDir
    private Path folder;

    @Test
    void aFolderWithoutPermissionHoldsTheTargetUp() throws Exception {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            assumeTrue(isInstalled(), "setpriv is not installed");
            command.addAll(POWERLESS);
        }
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                PermissionTest.class.getName(), folder.toString()));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(process.waitFor()).isZero();
        assertThat(said.lines()).hasSize(3).startsWith("ASLEEP").allSatisfy(line -> assertThat(line)
                .matches("ASLEEP|TARGET_FAULT: no permission for .*; give it to the bridge's user"));
        assertThat(folder).isEmptyDirectory();
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("setpriv", "--version").redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** Tells what the probe says of a folder, and what becomes of a packet in each mode. */
    public static void main(String[] arguments) throws Exception {
        var factory = new CsvDropConnectorFactory();
        var packet = new TestPackets(factory).of(Map.of("rate", 68));
        for (var mode : List.of("append", "file")) {
            try (var context = TestContext.of(factory, Map.of("folder", arguments[0], "mode", mode));
                    var csv = factory.create(context)) {
                if (mode.equals("append")) {
                    System.out.println(csv.probe().state());
                }
                System.out.println(csv.send(packet));
            } catch (SendException e) {
                System.out.println(e.kind() + ": " + e.getMessage());
            }
        }
    }
}
