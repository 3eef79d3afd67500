package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bridge warm-up}, from the archive. */
class WarmUpIT {

    /** Java does not start if it cannot use the cache that it is told of. */
    private static final String ONLY_WARM = BridgeProcess.QUICK + " -XX:AOTMode=on";

    @TempDir
    private Path folder;

    @Test
    void theNextStartUsesWhatItKept() throws Exception {
        var home = Archive.unpack(folder);
        var builder = new ProcessBuilder(home.resolve("bin/bridge").toString(), "warm-up", "--emits", "1")
                .redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", BridgeProcess.QUICK);
        var warmUp = builder.start();
        assertThat(warmUp.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(warmUp.exitValue()).isZero();

        assertThat(home.resolve("lib/start.aot")).exists();
        try (var files = Files.list(home.resolve("lib"))) {
            assertThat(files).noneMatch(file -> file.toString().contains(".new"));
        }
        try (var bridge = BridgeProcess.start(home, folder, ONLY_WARM)) {
            assertThat(bridge.get("/healthz")).isNotEmpty();
            assertThat(bridge.stop()).isZero();
        }
    }
}
