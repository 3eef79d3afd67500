package io.hmsbridge.plugins.csvdrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.plugins.files.testkit.SmallDisk;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDropConnectorTest {

    private static final String FILE = "under-test.csv";
    private static final String TORN = "%08x".formatted(crc("test/pkt-1"));

    private final CsvDropConnectorFactory factory = new CsvDropConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);

    @TempDir
    private Path folder;

    @Test
    void recordsAreAppendedUnderOneHeaderEachWithItsPacketsId() throws Exception {
        var csv = connector(Map.of());
        assertThat(csv.sendBatch(List.of(packet("rate", 68), packet("rate", 69))))
                .containsOnly(SendResult.delivered("append " + FILE));
        connector(Map.of()).send(packet("rate", 70));

        assertThat(read(FILE)).isEqualTo("packet_id,rate\r\ntest/pkt-1,68\r\ntest/pkt-2,69\r\ntest/pkt-3,70\r\n");
    }

    @Test
    void aNewFieldBeginsANewFileWhoseOldColumnsStayInPlace() throws Exception {
        var csv = connector(Map.of("done_markers", true));
        csv.send(packet("rate", 68));
        csv.sendBatch(List.of(packet("grade", "E5"), packet("bad", List.of(1))));

        assertThat(read(FILE)).isEqualTo("packet_id,rate,grade\r\ntest/pkt-2,,E5\r\n");
        var rotated =
                files().stream().filter(name -> name.matches("under-test-\\d{8}T\\d{6}\\.\\d{3}Z\\.csv")).toList();
        assertThat(rotated).singleElement().satisfies(name -> {
            assertThat(read(name)).isEqualTo("packet_id,rate\r\ntest/pkt-1,68\r\n");
            assertThat(files()).contains(name + ".done").doesNotContain(FILE + ".done");
        });
    }

    @Test
    void aRecordThatADeadProcessLeftTornIsCutOff() throws Exception {
        connector(Map.of()).send(packet("note", "one\r\ntwo"));
        Files.writeString(folder.resolve(FILE), "test/pkt-x,\"torn\r\n", StandardOpenOption.APPEND);
        connector(Map.of()).send(packet("note", "three"));

        assertThat(read(FILE)).isEqualTo("packet_id,note\r\ntest/pkt-1,\"one\r\ntwo\"\r\ntest/pkt-2,three\r\n");
    }

    @Test
    void aReaderSeesWholeRecordsWhileTheyAreWritten() throws Exception {
        var csv = connector(Map.of());
        csv.send(packet("number", 0));
        var done = new AtomicBoolean();
        var reader = CompletableFuture.supplyAsync(() -> {
            int looks = 0;
            do {
                var text = read(FILE);
                try (var records = CsvReader.builder().ofCsvRecord(text.substring(0, text.lastIndexOf("\r\n") + 2))) {
                    records.forEach(record -> assertThat(record.getFields()).hasSize(2)
                            .allMatch(cell -> !cell.isEmpty()));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                looks++;
            } while (!done.get());
            return looks;
        });
        for (int i = 0; i < 100; i++) {
            csv.sendBatch(List.of(packet("number", "a\r\nb"), packet("number", 2)));
        }
        done.set(true);
        assertThat(reader.get()).isPositive();
        assertThat(read(FILE).split("test/")).hasSize(202);
    }

    @Test
    void aFileIsRotatedBySizeAndByTime() throws Exception {
        var small = connector(Map.of("rotate_bytes", 20L));
        small.send(packet("rate", 68));
        small.send(packet("rate", 69));
        assertThat(files()).hasSize(2);
        assertThat(read(FILE)).isEqualTo("packet_id,rate\r\ntest/pkt-2,69\r\n");

        Files.delete(folder.resolve(FILE));
        var now = new Instant[] {Instant.parse("2026-12-07T23:59:59Z")};
        var clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        try (var context = context(Map.of("rotate_every", "1d"))) {
            var target = context.settings(CsvDropConnectorFactory.Target.class);
            var daily = new CsvDropConnector(target, new Uses(target), clock);
            daily.send(packet("rate", 70));
            now[0] = now[0].plus(Duration.ofSeconds(1));
            daily.send(packet("rate", 71));
        }
        assertThat(read("under-test-20261208T000000.000Z.csv")).contains("test/pkt-3,70");
        assertThat(read(FILE)).isEqualTo("packet_id,rate\r\ntest/pkt-4,71\r\n");
    }

    @Test
    void aFormulaIsGuardedUnlessTheTargetSaysOtherwise() throws Exception {
        connector(Map.of()).send(packet("note", "=cmd|' /C calc'!A0"));
        assertThat(read(FILE)).contains(",'=cmd|");
        connector(Map.of("guard_formulas", false)).send(packet("note", "=1"));
        assertThat(read(FILE)).contains(",=1");
    }

    @Test
    void aFileThatIsThereIsDeliveredOrInTheWayByItsContent() throws Exception {
        var put = connector(Map.of("mode", "file", "done_markers", true));
        var packet = packet("rate", 68);
        var name = "under-test-pkt-1.csv";
        assertThat(put.send(packet)).isEqualTo(SendResult.delivered("put " + name + ": 31 bytes"));
        assertThat(files()).isEqualTo(Set.of(name, name + ".done"));
        assertThat(put.send(packet)).isEqualTo(SendResult.alreadyHad("put " + name + ": 31 bytes"));

        Files.writeString(folder.resolve(name), read(name).replace("68", "69"));
        assertThat(put.send(packet)).isEqualTo(SendResult.reject(
                name + " is there with other content; move it away, then requeue the packet"));
        assertThat(read(name)).contains(",69");
    }

    @Test
    void aBatchIsAFileOfItsOwnWithoutThoseThatDoNotFit() throws Exception {
        var put = connector(Map.of("mode", "file", "batch", 3L));
        var results = put.sendBatch(List.of(packet("rate", 68), packet("rate", List.of(1)), packet("rate", 70)));

        assertThat(results.get(0)).isEqualTo(results.get(2))
                .isEqualTo(SendResult.delivered("put under-test-pkt-1-to-pkt-3.csv: 46 bytes"));
        assertThat(results.get(1)).isInstanceOf(SendResult.Reject.class);
        assertThat(read("under-test-pkt-1-to-pkt-3.csv"))
                .isEqualTo("packet_id,rate\r\ntest/pkt-1,68\r\ntest/pkt-3,70\r\n");
    }

    @ParameterizedTest
    @CsvSource({"append,true,under-test.csv", "append,false,", "file,true,.under-test-pkt-1.csv.%s.part",
        "file,false,"})
    void theDiskHasAFileBeforeItsPacketsAreDelivered(String mode, boolean sync, String synced) throws Exception {
        try (var recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            connector(Map.of("mode", mode, "sync", sync)).send(packet("rate", 68));
            recording.stop();
            var events = Files.createTempFile("forced", ".jfr");
            try {
                recording.dump(events);
                var forced = RecordingFile.readAllEvents(events).stream().map(event -> event.getString("path"))
                        .filter(path -> path.startsWith(folder.toString())).toList();
                var names = folder.toString(); // so that the file's name is on the disk, too
                assertThat(forced).isEqualTo(
                        synced == null ? List.of() : List.of(folder.resolve(synced.formatted(TORN)).toString(), names));
            } finally {
                Files.delete(events);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "file"})
    void aDiskThatIsFullTakesABatchAsAWholeOrNotAtAll(String mode) throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        var mounted = SmallDisk.at(disk, 64);
        assumeTrue(mounted.isPresent(), "nothing can be mounted here");
        try (var _ = mounted.get()) {
            var csv = connector(Map.of("folder", disk.toString(), "mode", mode));
            csv.send(packet("note", "fits"));
            var large = packet("note", "x".repeat(200_000));
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> csv.send(large))
                    .withMessageContaining("No space left on device").extracting(SendException::kind)
                    .isEqualTo(SendException.Kind.RETRY);
            var first = disk.resolve(mode.equals("append") ? FILE : "under-test-pkt-1.csv");
            assertThat(first).hasContent("packet_id,note\r\ntest/pkt-1,fits\r\n");
            assertThat(disk.resolve("under-test-pkt-2.csv")).doesNotExist();
        }
    }

    @Test
    void aTryThatWasCutShortLeavesNothingForGood() throws Exception {
        var put = connector(Map.of("mode", "file"));
        var packet = packet("rate", 68);
        var last = Files.createDirectory(folder.resolve("under-test-pkt-1.csv"));
        assertThat(put.send(packet)).isInstanceOf(SendResult.Reject.class); // something else has its name
        Files.delete(last);
        var torn = Files.writeString(folder.resolve(".under-test-pkt-1.csv." + TORN + ".part"), "torn");
        put.send(packet);
        assertThat(torn).doesNotExist();
        assertThat(files()).containsExactly("under-test-pkt-1.csv");
    }

    @Test
    void aNameOutOfTheFolderIsRejected() throws Exception {
        var put = connector(Map.of("mode", "file"));
        assertThat(put.send(packets.of(Map.of("rate", 1), Map.of("name", "../{id}"))))
                .isInstanceOf(SendResult.Reject.class);
        try (var around = Files.list(folder.getParent())) {
            assertThat(around.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("pkt-"));
        }
    }

    @Test
    void aFolderThatIsMissingIsWaitedForAndNeverMade() throws Exception {
        var csv = connector(Map.of("folder", folder.resolve("mount").toString()));
        assertThat(csv.probe().state()).isEqualTo(Health.State.ASLEEP);
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> csv.send(packet("rate", 68)))
                .withMessageContaining("there is no such folder").extracting(SendException::kind)
                .isEqualTo(SendException.Kind.RETRY);
        assertThat(folder.resolve("mount")).doesNotExist();
    }

    @Test
    void allWrongSettingsAreToldAtOnce() {
        assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> connector(Map.of("charset", "Cp037",
                "separator", ";;", "zone", "Mars/Phobos", "batch", 0L)))
                .withMessageContaining("Cp037 does not write ASCII as ASCII").withMessageContaining("'separator'")
                .withMessageContaining("Mars/Phobos").withMessageContaining("'batch'");
    }

    private BatchConnector connector(Map<String, Object> settings) throws Exception {
        try (var context = context(settings)) {
            return (BatchConnector) factory.create(context);
        }
    }

    private TestContext context(Map<String, Object> settings) throws Exception {
        var all = new HashMap<String, Object>(Map.of("folder", folder.toString()));
        all.putAll(settings);
        return TestContext.of(factory, all);
    }

    private Packet packet(String field, Object value) throws Exception {
        return packets.of(Map.of(field, value));
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long crc(String key) {
        var crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private Set<String> files() throws Exception {
        try (var list = Files.list(folder)) {
            return Set.copyOf(new ArrayList<>(list.map(f -> f.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock")).toList()));
        }
    }
}
