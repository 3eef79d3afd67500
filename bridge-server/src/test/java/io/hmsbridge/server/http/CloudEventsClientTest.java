package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hmsbridge.server.support.ServedBridge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CloudEvents SDK for JavaScript, which others have written, emits in each mode. */
class CloudEventsClientTest {

    /** Kept from one build to the next. */
    private static final Path SDK = Path.of("target", "cloudevents-js");

    private static ServedBridge server;

    private record Ran(int exit, String output) {}

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        for (var program : List.of("node", "npm")) {
            assumeThat(System.getenv("PATH").split(":")).as(program + " is not installed")
                    .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
        }
        Files.createDirectories(SDK);
        for (var file : List.of("package.json", "emit.js")) {
            Files.copy(Path.of("src/test/resources/cloudevents-js", file), SDK.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(SDK.resolve("node_modules/cloudevents"))) {
            var installed = run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts");
            assumeThat(installed.exit).as("npm cannot get the SDK: " + installed.output).isZero();
        }
        server = ServedBridge.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Ran run(String... command) throws Exception {
        var builder = new ProcessBuilder(command).directory(SDK.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("TOKEN", ServedBridge.TOKEN));
        var process = builder.start();
        try {
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1, output);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"binary, 1", "structured, 1", "batch, 2"})
    void eventsOfTheSdkAreAccepted(String mode, int events) throws Exception {
        var ran = run("node", "emit.js", server.uri() + "/v1/events", mode);

        assertThat(ran.output).startsWith("202 ");
        assertThat(ran.output.split("\"id\":\"js-" + mode, -1)).hasSize(events + 1);
        assertThat(server.ask("select count(*) from event where ext_id like 'js-" + mode
                + "%' and extensions like '%\"tenant\":\"north\"%' and source = '/js'")).isEqualTo("" + events);
    }
}
