package io.hmsbridge.server.checkup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.ledger.Condition;
import io.hmsbridge.core.ledger.Disk;
import io.hmsbridge.core.outbox.Finding;
import io.hmsbridge.core.outbox.Finding.Verdict;
import io.hmsbridge.server.support.ServedBridge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckupTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static ServedBridge server;
    private static Path home;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        home = folder;
        server = ServedBridge.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aServerThatIsAsItShouldBe() {
        var findings = findings();

        assertThat(findings).extracting(Finding::check).containsExactly("database", "rights", "connections", "clock",
                "disk", "files", "plugins", "targets", "sheets");
        assertThat(findings).noneMatch(found -> found.verdict() == Verdict.FAILED);
    }

    @Test
    void aDatabaseThatMayLoseWhatItWasGiven() {
        assertThat(Checkup.settings(new Condition("17.2", Map.of("fsync", "off", "full_page_writes", "on",
                "synchronous_commit", "local", "autovacuum", "off"), List.of(), 1, 100, Duration.ZERO)))
                .satisfies(found -> {
                    assertThat(found.verdict()).isEqualTo(Verdict.FAILED);
                    assertThat(found.detail()).isEqualTo("PostgreSQL 17.2 with fsync = off, autovacuum = off");
                    assertThat(found.mend()).contains("postgresql.conf");
                });
    }

    @Test
    void aDatabaseWhoseTablesMayNotBeWrittenAndWhoseConnectionsRunOut() throws Exception {
        server.execute("create table hms_bridge.not_ours (a int)",
                "revoke insert on hms_bridge.not_ours from current_user");
        var condition = server.bridge().database();
        server.execute("drop table hms_bridge.not_ours");

        assertThat(condition.lacking()).containsExactly("not_ours");
        assertThat(Checkup.rights(condition).detail()).contains("not_ours");
        assertThat(Checkup.rights(condition).mend()).startsWith("GRANT");
        assertThat(Checkup.connections(new Condition("17.2", Map.of(), List.of(), 95, 100, Duration.ZERO)).mend())
                .contains("max_connections");
    }

    @Test
    void aSheetThatCannotBeUsed() throws Exception {
        var sheet = Files.writeString(home.resolve("mappings/bad.yaml"), "source_event: a.b\ntargets: 1\n");
        try {
            await().atMost(LONG).untilAsserted(() -> assertThat(of("sheets")).singleElement().satisfies(found -> {
                assertThat(found.verdict()).isEqualTo(Verdict.FAILED);
                assertThat(found.detail()).startsWith("bad.yaml:2:");
                assertThat(found.mend()).contains("it is not in force");
            }));
        } finally {
            Files.delete(sheet);
            await().atMost(LONG).until(() -> of("sheets").getFirst().verdict() == Verdict.OK);
        }
    }

    @Test
    void aSheetThatIsOnlyWarnedOfIsNoFault(@TempDir Path folder) throws Exception {
        try (var other = ServedBridge.start(folder)) { // targets of a sheet stay when it goes
            Files.writeString(folder.resolve("mappings/later.yaml"),
                    "source_event: a.b\ntargets:\n  later:\n    connector: NotHereYet\n    map: {a: b}\n");
            await().atMost(LONG).until(() -> other.bridge().mappings().stream()
                    .anyMatch(known -> known.live().isPresent() && !known.problems().isEmpty()));

            assertThat(new Checkup(other.bridge()).findings()).filteredOn(found -> found.check().equals("sheets"))
                    .singleElement().extracting(Finding::verdict).isEqualTo(Verdict.OK);
        }
    }

    @Test
    void clocksThatDiffer() {
        assertThat(Checkup.clock(Duration.ofMillis(-40))).isEqualTo(
                Finding.ok("clock", "the database's clock is 40 ms behind ours"));
        assertThat(Checkup.clock(Duration.ofHours(1))).satisfies(found -> {
            assertThat(found.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(found.detail()).isEqualTo("the database's clock is 3600000 ms ahead of ours");
            assertThat(found.mend()).contains("NTP");
        });
    }

    @Test
    void filesThatRunOut() {
        assertThat(Checkup.files(new OpenFiles(200, 65_536)).verdict()).isEqualTo(Verdict.OK);
        assertThat(Checkup.files(new OpenFiles(200, 1_024)).mend()).contains("ulimit -n");
        assertThat(Checkup.files(new OpenFiles(60_000, 65_536)).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(OpenFiles.ofThisProcess()).get().satisfies(files -> assertThat(files.open()).isPositive());
    }

    @Test
    void aDiskThatIsFillingUp() {
        assertThat(Checkup.disk(new Disk(5L << 30, 1L << 30)).verdict()).isEqualTo(Verdict.OK);
        assertThat(Checkup.disk(new Disk(3L << 30, 1L << 30))).satisfies(found -> {
            assertThat(found.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(found.mend()).contains("free space");
        });
    }

    private static List<Finding> findings() {
        return new Checkup(server.bridge()).findings();
    }

    private static List<Finding> of(String check) {
        return findings().stream().filter(found -> found.check().equals(check)).toList();
    }
}
