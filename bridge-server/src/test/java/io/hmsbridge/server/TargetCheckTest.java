package io.hmsbridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.config.ConfigFile;
import io.hmsbridge.server.config.ConfigReader;
import io.hmsbridge.server.support.ServedBridge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetCheckTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsWrongWithTargetsIsSaidAtOnceWithItsPlace() throws Exception {
        var file = Files.writeString(folder.resolve("bridge.yaml"), """
                targets:
                  gis:
                    connector: Sinc
                  payroll:
                    connector: Sink
                    settings:
                      colour: red
                """);
        try (var served = ServedBridge.start(Files.createDirectory(folder.resolve("served")))) {
            var loaded = new ConfigReader(Map.of()).read(ConfigFile.named(file));
            var problems = new TargetCheck(served.bridge()).problems(loaded);

            assertThat(problems).extracting(Problem::line).containsExactly(3, 7);
            assertThat(problems.getFirst().summary()).contains("bridge.yaml:3", "Sinc", "Did you mean `Sink`?");
            assertThat(problems.getLast().summary()).contains("bridge.yaml:7", "payroll", "'colour'");
        }
    }
}
