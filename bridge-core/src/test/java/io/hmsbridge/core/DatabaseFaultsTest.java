package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.ledger.BusyException;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NothingWrittenException;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.CuttingProxy;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.OwnPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database may do to a bridge: nothing accepted is lost, nothing is accepted twice, and nobody has to help. */
class DatabaseFaultsTest {

    private static final Duration BACK = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path mappings;

    private final ObedientConnector target = new ObedientConnector("C");
    private OwnPostgres server;

    @BeforeEach
    void aDatabaseOfItsOwn() throws IOException {
        Files.writeString(mappings.resolve("s.yaml"),
                "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map:\n      n: n\n");
        server = OwnPostgres.start();
    }

    @AfterEach
    void allIsAccountedFor() throws IOException {
        try {
            Conservation.holds(server.url(), server.user(), server.password());
        } finally {
            server.close();
        }
    }

    @Test
    void aRestartUnderLoadLosesAndDoublesNothing() throws Exception {
        int before = 300;
        var enough = new AtomicBoolean();
        int all;
        try (var bridge = open(server.url())) {
            var emitting = IntStream.range(0, 4).mapToObj(client -> CompletableFuture.supplyAsync(() -> {
                int emitted = 0;
                while (!enough.get()) {
                    emitUntilAnswered(bridge, client + "-" + emitted++);
                }
                return emitted;
            }, Thread::startVirtualThread)).toList();
            try {
                await().atMost(LONG).until(() -> target.sent().size() > before);
                long crashed = server.pid();
                server.crash();
                await().atMost(LONG).pollInterval(Duration.ofMillis(20))
                        .until(() -> server.pid() != crashed && server.answers());
                int sent = target.sent().size();
                await().atMost(BACK).until(() -> target.sent().size() > sent + before);
            } finally {
                enough.set(true);
            }
            all = emitting.stream().mapToInt(CompletableFuture::join).sum();
            await().atMost(LONG).until(() -> bridge.targets().getFirst().waiting() == 0);
        }
        assertThat(server.count("select count(*) from hms_bridge.event")).isEqualTo(all);
        assertThat(server.count("select count(distinct ext_id) from hms_bridge.event")).isEqualTo(all);
        assertThat(server.count("select count(*) from hms_bridge.delivery where outcome = 10")).isEqualTo(all);
        assertThat(target.sent().stream().map(p -> p.idempotencyKey()).distinct()).hasSize(all);
    }

    @Test
    void aReadOnlyDatabaseRefusesInPlainWordsUntilItIsWritableAgain() throws Exception {
        try (var bridge = open(server.url())) {
            bridge.emit(event("first"));
            server.configure("default_transaction_read_only = on");
            await().atMost(BACK).untilAsserted(() -> assertThatThrownBy(() -> bridge.emit(event("refused")))
                    .isInstanceOf(NothingWrittenException.class).hasMessage("the database is read-only"));
            assertThat(bridge.refusal()).contains("the database is read-only");

            server.configure("default_transaction_read_only = off");
            whenAccepted(bridge, "later");
            await().atMost(BACK).until(() -> bridge.targets().getFirst().waiting() == 0);
            assertThat(bridge.refusal()).isEmpty();
        }
        assertThat(server.count("select count(*) from hms_bridge.event where ext_id = 'first'")).isOne();
        assertThat(server.count("select count(*) from hms_bridge.event where ext_id = 'later'")).isOne();
    }

    @Test
    void sessionsThatBeganReadOnlyAreNotUsedAgain() throws Exception {
        try (var bridge = open(server.url())) {
            var database = server.url().substring(server.url().lastIndexOf('/') + 1);
            server.execute("alter database " + database + " set default_transaction_read_only = on");
            long set = server.count("select (extract(epoch from clock_timestamp()) * 1000000)::bigint");
            await().atMost(BACK).untilAsserted(() -> {
                // Again each time: one that was just beginning is not to be seen yet, and is not read-only.
                server.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                        + " and application_name = 'hms-bridge'"
                        + " and extract(epoch from backend_start) * 1000000 <= " + set);
                assertThatThrownBy(() -> bridge.emit(event("refused")))
                        .isInstanceOf(NothingWrittenException.class).hasMessage("the database is read-only");
            });

            server.execute("set default_transaction_read_only = off",
                    "alter database " + database + " reset default_transaction_read_only");
            whenAccepted(bridge, "later");
            await().atMost(BACK).until(() -> !target.sent().isEmpty());
        }
    }

    @Test
    void aConnectionThatGoesSilentHoldsNobodyForEver() throws Exception {
        try (var proxy = new CuttingProxy(server.port(), 400)) {
            var url = server.url().replace(":" + server.port(), ":" + proxy.port()) + "?socketTimeout=2";
            try (var bridge = open(url)) {
                bridge.emit(event("first"));
                await().atMost(BACK).until(() -> target.sent().size() == 1);

                proxy.silence();
                var doubtful = CompletableFuture.supplyAsync(() -> bridge.emit(event("second")));
                await().atMost(Duration.ofSeconds(20)).until(doubtful::isCompletedExceptionally);
                assertThatThrownBy(doubtful::join).hasCauseInstanceOf(LedgerUnavailableException.class);

                proxy.endSilence();
                whenAccepted(bridge, "second");
                await().atMost(BACK).until(() -> target.sent().size() == 2);
            }
        }
        assertThat(server.count("select count(*) from hms_bridge.event")).isEqualTo(2);
    }

    @Test
    void whatChangesWhileTheDatabaseIsAwayTakesEffectWhenItIsBack() throws Exception {
        try (var proxy = new CuttingProxy(server.port(), 400)) {
            var url = server.url().replace(":" + server.port(), ":" + proxy.port()) + "?socketTimeout=1";
            try (var bridge = open(url)) {
                bridge.emit(event("first"));
                await().atMost(BACK).until(() -> target.sent().size() == 1);
                proxy.silence();
                Files.writeString(mappings.resolve("s.yaml"),
                        "source_event: a.b\ntargets:\n  t:\n    connector: C\n    map:\n      n: renamed\n");
                await().atMost(Duration.ofSeconds(20)).until(() -> bridge.refusal().isPresent());

                proxy.endSilence();
                await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
                    bridge.emit(event(UUID.randomUUID().toString()));
                    assertThat(target.sent()).anyMatch(p -> p.fields().containsKey("renamed"));
                });
            }
        }
    }

    private void whenAccepted(Bridge bridge, String id) {
        await().atMost(BACK).ignoreExceptionsMatching(LedgerUnavailableException.class::isInstance)
                .until(() -> bridge.emit(event(id)).number() > 0);
    }

    private static void emitUntilAnswered(Bridge bridge, String id) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(50)).pollDelay(Duration.ZERO).until(() -> {
            try {
                return bridge.emit(event(id)).number() > 0;
            } catch (LedgerUnavailableException | BusyException _) {
                return false; // in doubt, or refused
            }
        });
    }

    private static Event event(String id) {
        return Event.of("a.b", Map.of("n", 1)).withId("/test", id);
    }

    private Bridge open(String url) throws SQLException {
        return Bridge.builder().database(url, server.user(), server.password()).mappings(mappings).connector(target)
                .open();
    }
}
