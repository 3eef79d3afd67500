package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.support.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a replay puts into the outbox is after all that was accepted so far: nothing comes in under a lower number any more. */
class NumberFloorTest extends LedgerFixture {

    private static final By ADA = new By("ada", "");

    @Test
    void numbersThatWereDrawnBeforeAReplayWasOrderedCannotBeUsedAfterIt() {
        append("k");
        long[] early = ledger.draw(1);

        var job = ledger.replays().create(window(), ADA, OptionalLong.empty());

        assertThatThrownBy(() -> ledger.append(early, List.of(event()))).isInstanceOf(NumbersPassedException.class);
        ledger.append(ledger.draw(1), List.of(event()));
        assertThat(ledger.events(EventQuery.latest(10))).extracting(EventView::number).doesNotContain(early[0])
                .hasSize(2);
        assertThat(job.state()).isEqualTo(ReplayJob.State.PREPARING);
    }

    @Test
    void theCommitterDrawsAnewAndTheEventIsAccepted() {
        append("k");
        var overtaking = new Handover() {
            private boolean done;

            @Override
            public void expect(Span sequences) {
                if (!done) {
                    done = true;
                    ledger.replays().create(window(), ADA, OptionalLong.empty());
                }
            }

            @Override
            public void queued(List<Queued> packets, boolean news) {}

            @Override
            public void withdrawn() {}

            @Override
            public void doubtful(Span sequences) {}

            @Override
            public void recognised(long number) {}
        };
        try (var commit = new GroupCommit(ledger, overtaking)) {
            var committed = commit.submit(List.of(event())).join().getFirst();

            assertThat(ledger.events(EventQuery.latest(1))).extracting(EventView::number)
                    .containsExactly(committed.number());
        }
    }

    @Test
    void anAppendThatIsUnderWayIsWaitedFor() throws SQLException {
        append("k");
        try (var other = DriverManager.getConnection(TestDatabase.url(), TestDatabase.user(), TestDatabase.password());
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update hms_bridge.number_floor set number = number where false"); // as an append does

            var job = CompletableFuture.supplyAsync(
                    () -> ledger.replays().create(window(), ADA, OptionalLong.empty()));
            await().atMost(Duration.ofSeconds(10)).until(() -> query("select count(*)::text from pg_locks"
                    + " where not granted and relation = 'hms_bridge.number_floor'::regclass").equals(List.of("1")));
            assertThat(job).isNotDone();
            other.commit();

            assertThat(job.join().state()).isEqualTo(ReplayJob.State.PREPARING);
        }
    }

    private static Replay window() {
        return Replay.between(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    private static NewEvent event() {
        return new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], List.of());
    }
}
