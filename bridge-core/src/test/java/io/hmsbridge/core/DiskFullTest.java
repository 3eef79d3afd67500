package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.ledger.BusyException;
import io.hmsbridge.core.ledger.DiskLowException;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.OwnPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, or nearly: on a small file system of its own, which only root can make. */
class DiskFullTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MEGABYTES = 200;

    @TempDir
    private Path mappings;

    private final ObedientConnector target = new ObedientConnector("C");
    private Path disk;

    @BeforeEach
    void aSmallDisk() throws Exception {
        disk = Files.createTempDirectory("hms-bridge-disk");
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m,mode=755", "tmpfs", disk.toString()),
                "a file system of its own cannot be mounted here");
        Files.writeString(mappings.resolve("s.yaml"),
                "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map:\n      n: n\n");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
        Files.delete(disk);
    }

    /** With nothing left a table cannot grow, which is an error; with a little, the log cannot, which ends the server. */
    @ParameterizedTest
    @ValueSource(ints = {0, 14})
    void whatADatabaseOutOfDiskRefusesIsNotAcceptedAndWhatItAcceptedIsDeliveredAfterwards(int left) throws Exception {
        var accepted = new ArrayList<String>();
        var ballast = disk.resolve("ballast");
        try (var server = OwnPostgres.start(Files.createDirectory(disk.resolve("postgres")));
                var bridge = Bridge.builder().database(server.url(), server.user(), server.password())
                        .mappings(mappings).connector(target).open()) {
            fill(ballast, left);
            var refused = emitUntilRefused(bridge, accepted);
            assertThat(refused).isInstanceOf(LedgerUnavailableException.class);
            assertThatThrownBy(() -> bridge.emit(event("more", 500_000)))
                    .isInstanceOf(LedgerUnavailableException.class);

            Files.delete(ballast);
            await().atMost(LONG).ignoreExceptionsMatching(LedgerUnavailableException.class::isInstance)
                    .until(() -> bridge.emit(event("afterwards", 10)).number() > 0);
            accepted.add("afterwards");
            await().atMost(LONG).ignoreExceptionsMatching(LedgerUnavailableException.class::isInstance)
                    .until(() -> bridge.targets().getFirst().waiting() == 0);

            for (var id : accepted) {
                assertThat(server
                        .count("select count(*) from hms_bridge.event e join hms_bridge.delivery d on d.event = e.id"
                                + " where d.outcome = 10 and e.ext_id = '" + id + "'"))
                        .as(id).isOne();
            }
        }
    }

    @Test
    void whileLittleIsFreeEventsAreRefusedAndDeliveriesGoOn() throws Exception {
        var ballast = disk.resolve("ballast");
        try (var server = OwnPostgres.start(Files.createDirectory(disk.resolve("postgres")));
                var bridge = Bridge.builder().database(server.url(), server.user(), server.password())
                        .mappings(mappings).connector(target).keepFree(disk, 20 << 20).open()) {
            target.answers(_ -> {
                await().atMost(LONG).until(() -> bridge.refusal().isPresent());
                return ObedientConnector.DELIVERED.to(null);
            });
            bridge.emit(event("before", 10));
            fill(ballast, 10);
            await().atMost(LONG).until(() -> bridge.refusal().isPresent());
            assertThat(bridge.refusal().orElseThrow()).contains("20 MB are kept free");
            assertThatThrownBy(() -> bridge.emit(event("refused", 10))).isInstanceOf(DiskLowException.class);
            await().atMost(LONG).until(() -> bridge.targets().getFirst().waiting() == 0);

            target.answers(ObedientConnector.DELIVERED);
            Files.delete(ballast);
            await().atMost(LONG).until(() -> bridge.refusal().isEmpty());
            assertThat(bridge.emit(event("afterwards", 10)).duplicate()).isFalse();
        }
    }

    private static RuntimeException emitUntilRefused(Bridge bridge, ArrayList<String> accepted) {
        for (int i = 0;; i++) {
            try {
                bridge.emit(event("id-" + i, 100_000));
                accepted.add("id-" + i);
            } catch (LedgerUnavailableException | BusyException e) {
                return e;
            }
        }
    }

    /** Takes the disk's room but for so many megabytes. */
    private void fill(Path ballast, int left) throws IOException {
        var block = new byte[1 << 20];
        try (var out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(disk).getUsableSpace() >> 20 > left) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }

    private static Event event(String id, int size) {
        return Event.of("a.b", Map.of("n", 1, "text", incompressible(size))).withId("/test", id);
    }

    private static String incompressible(int size) {
        return new Random(size).ints(size, 'a', 'z' + 1).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).toString();
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor() == 0;
    }
}
