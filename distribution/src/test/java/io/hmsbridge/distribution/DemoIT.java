package io.hmsbridge.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bridge demo}, from the archive. */
class DemoIT {

    @TempDir
    private Path folder;

    private Path home;
    private Path temporary;

    @BeforeEach
    void unpack() throws Exception {
        home = Archive.unpack(folder);
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    @Test
    void allGoesAsToldAndNothingIsLeftBehind() throws Exception {
        var demo = start("demo", "--json", "--emits", "20");
        var told = demo.inputReader(StandardCharsets.UTF_8).lines().map(DemoIT::json).toList();

        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).isZero();
        assertThat(told.getLast()).containsEntry("asTold", true).containsEntry("lost", 0L);
        assertThat(told).anySatisfy(line -> assertThat(line).containsEntry("state", "RETRY"))
                .anySatisfy(line -> assertThat(line).containsEntry("state", "SCHEDULED"))
                .anySatisfy(line -> assertThat(line).containsEntry("body", "{\"dailyRate\":68}"))
                .anySatisfy(line -> assertThat(line).containsEntry("target", "gis").containsEntry("state", "SENT"))
                .anySatisfy(line -> assertThat(line).containsEntry("target", "audit").containsEntry("state", "SENT"));
        for (var target : List.of("scheduling", "gis", "mainframe", "registry")) {
            assertThat(told).anySatisfy(line -> assertThat(line).containsEntry("what", "holds")
                    .containsEntry("target", target).containsEntry("rate", 68L));
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatIsNotAsToldIsSaidAndEndsWithOne() throws Exception {
        var sheet = home.resolve("mappings/per-diem.yaml");
        Files.writeString(sheet, Files.readString(sheet).replace("dailyRate", "hourlyRate"));
        var demo = start("demo");
        var told = demo.inputReader(StandardCharsets.UTF_8).lines().toList();

        assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(1);
        assertThat(told.getLast()).isEqualTo("Not as told: payroll did not receive the dailyRate 68");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void keptRunningItEndsWithCtrlCAndLeavesNothingBehind() throws Exception {
        var demo = start("demo", "--json", "--emits", "1", "--keep");
        var told = new ArrayList<Map<String, Object>>();
        var lines = demo.inputReader(StandardCharsets.UTF_8);
        do {
            told.add(json(lines.readLine()));
        } while (!told.getLast().get("what").equals("running"));
        var postgres = demo.descendants().toList();

        assertThat(postgres).isNotEmpty();
        new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();
        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(postgres).noneMatch(ProcessHandle::isAlive);
        assertThat(temporary).isEmptyDirectory();
    }

    private Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(home.resolve("bin/bridge").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", BridgeProcess.QUICK + " -Djava.io.tmpdir=" + temporary);
        return builder.start();
    }

    @SuppressWarnings("unchecked") // what ExactJson reads has string keys
    private static Map<String, Object> json(String line) {
        return (Map<String, Object>) ExactJson.read(line.getBytes(StandardCharsets.UTF_8));
    }
}
