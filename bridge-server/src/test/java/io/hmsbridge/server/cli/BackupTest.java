package io.hmsbridge.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.server.BridgeServer;
import io.hmsbridge.server.config.ConfigFile;
import io.hmsbridge.server.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saved under load, wiped, put back, and the work goes on. */
class BackupTest {

    @TempDir
    private Path home;

    @Test
    void whatWasAcceptedBeforeABackupIsThereAfterItsRestoreAndTheWorkGoesOn() throws Exception {
        var backup = home.resolve("backup").toString();
        long before;
        var last = new AtomicLong();
        Files.createDirectories(home.resolve("mappings"));
        Files.writeString(home.resolve("mappings/rates.yaml"), """
                source_event: rate.changed
                key: data.key
                targets: {payroll: {connector: NotThereYet, map: {rate: dailyRate}}}
                """);
        assertThat(run("backup", backup).err()).contains("No server runs on", "BRG-4004");
        try (var server = start()) {
            before = emit(server, "first");
            var stop = new AtomicBoolean();
            var flowing = new CountDownLatch(20);
            var load = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    last.set(emit(server, "busy"));
                    flowing.countDown();
                }
            });
            flowing.await();

            var saved = run("backup", backup);

            stop.set(true);
            load.join();
            assertThat(saved.exitCode()).as(saved.err()).isZero();
            assertThat(run("backup", backup).err()).contains("is there already");
            last.set(emit(server, "after"));
        }
        assertThat(run("restore", backup).err()).contains("Move it away first");
        wipe(home.resolve("data/postgres"));

        var restored = run("restore", backup, "--json");

        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("payroll  first  1 packet", "payroll  busy  ").doesNotContain("after");
        try (var server = start()) {
            var bridge = server.bridge();
            assertThat(bridge.packets(PacketQuery.ofEvent(before))).singleElement()
                    .satisfies(packet -> assertThat(packet.key()).isEqualTo("first"));
            assertThat(bridge.packets(PacketQuery.ofEvent(last.get()))).isEmpty();
            assertThat(bridge.conserved(null, null, 10).holds()).isTrue();
            assertThat(emit(server, "again")).isGreaterThan(last.get() + 9_000_000);
        }
    }

    @Test
    void whatIsNoWholeBackupIsNotRestored() throws IOException {
        Files.createDirectories(home.resolve("half/cluster"));

        var run = run("restore", home.resolve("half").toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).hasLineCount(1).contains("is no backup, or one that was not finished");
        assertThat(home.resolve("data/postgres")).doesNotExist();
        assertThat(run("restore", "x", "--skip", "0").exitCode()).isEqualTo(2);
    }

    private static long emit(BridgeServer server, String key) {
        return server.bridge().emit(Event.of("rate.changed", Map.of("rate", 68L, "key", key))).number();
    }

    private BridgeServer start() throws Exception {
        return BridgeServer.start(new ConfigReader(Map.of()).read(ConfigFile.named(config())).config());
    }

    private Path config() throws IOException {
        var members = Map.<String, Object>of("data", home.resolve("data").toString(),
                "mappings", home.resolve("mappings").toString(), "plugins", home.resolve("plugins").toString(),
                "http", Map.of("port", 0L));
        return Files.writeString(home.resolve("bridge.yaml"), ExactJson.writeString(members)); // JSON is YAML
    }

    private static void wipe(Path folder) throws IOException {
        try (var tree = Files.walk(folder)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Run run(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config().toString()));
        return Run.run(all.toArray(String[]::new));
    }
}
