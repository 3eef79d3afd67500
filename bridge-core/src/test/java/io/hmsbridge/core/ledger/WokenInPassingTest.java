package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.support.OwnPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What is accepted while packets wake does not wait for the disk with them. */
class WokenInPassingTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant DUE = Instant.parse("2026-12-07T05:00:00Z");
    /** Each commit waits for a copy of the log on a server that is not there; so long may a disk take. */
    private static final String NO_COMMIT_IS_DURABLE = "synchronous_standby_names = 'nobody'";
    private static final String ALL_ARE = "synchronous_standby_names = ''";
    private static final String WAITING = "select count(*) from pg_stat_activity where wait_event = 'SyncRep'";

    @Test
    void theLockUnderWhichEventsAreAcceptedIsFreeWhileWokenPacketsBecomeDurable() throws Exception {
        try (var server = OwnPostgres.start();
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var ledger = PostgresLedger.open(new Database(server.url(), server.user(), server.password()),
                        Node.here("test"), Duration.ofSeconds(10))) {
            schedule(ledger);
            var probe = new CompletableFuture<Boolean>();
            var released = new AtomicBoolean();
            Vetting vetting = asked -> {
                probe.completeAsync(() -> commitUntil(released::get, server), threads);
                await().atMost(LONG).until(() -> server.count(WAITING) == 1);
                return new Vetting.Vetted.Passed(asked.key(), asked.content(), ExactJson.write(asked.content()),
                        Governed.NONE);
            };
            var ways = new ReplayWriter.Ways(_ -> List.of(), Optional.of(vetting));
            var woken =
                    CompletableFuture.supplyAsync(() -> ledger.scheduled().waking(ways).wake(DUE, true, (_, _) -> {}),
                            threads);
            try {
                await().atMost(LONG).until(() -> server.count(WAITING) == 2);

                server.execute("set lock_timeout = '1s'",
                        "update hms_bridge.number_floor set number = number where false"); // as an append does
                assertThat(woken).isNotDone();
            } finally {
                released.set(true);
                server.configure(ALL_ARE);
            }
            assertThat(woken.join()).isOne();
            assertThat(probe.join()).isTrue();
        }
    }

    /** A setting reaches a server's processes one after the other: the commit that waits shows that it is there. */
    private static boolean commitUntil(BooleanSupplier end, OwnPostgres server) {
        try {
            server.configure(NO_COMMIT_IS_DURABLE);
            while (!end.getAsBoolean()) {
                server.execute("select pg_logical_emit_message(true, 'test', '')");
            }
            return true;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void schedule(PostgresLedger ledger) {
        var packet = new NewPacket(ledger.target("t", "C"), "t", 0, "k", Packet.Form.FIELDS, Map.of(),
                ExactJson.write(Map.of()), 0, Governed.NONE, new NewPacket.Fate.Schedule(DUE));
        LedgerFixture.append(ledger,
                new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], List.of(packet)));
    }
}
