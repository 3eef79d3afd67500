package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.support.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long an event is recognised when it comes again, on whichever node. */
class SeenSlotsTest {

    private static final Duration WINDOW = Keeping.LEAST_IDS;

    private PostgresLedger one;
    private PostgresLedger two;

    @BeforeEach
    void twoNodesOnAnEmptyLedger() {
        TestDatabase.clear();
        one = node("one");
        two = node("two");
    }

    @AfterEach
    void close() {
        two.close();
        one.close();
    }

    @Test
    void anIdIsRecognisedForTheWindowOnBothNodesAndForgottenAfterTwo() {
        append(one, "a");
        age(WINDOW);
        one.tidy();
        append(two, "b");

        assertSeen(one, "a", "b");
        assertSeen(two, "a", "b");

        age(WINDOW.minusHours(1));
        two.tidy();
        assertSeen(one, "a", "b");

        age(Duration.ofHours(1));
        two.tidy();
        assertSeen(one, "b");
        append(one, "a");
        assertSeen(two, "a", "b");
    }

    @Test
    void manyNodesThatTidyAtOnceTurnOnce() {
        append(one, "a");
        age(WINDOW);
        CompletableFuture.allOf(CompletableFuture.runAsync(one::tidy), CompletableFuture.runAsync(two::tidy),
                CompletableFuture.runAsync(one::tidy)).join();

        assertSeen(two, "a");
        assertThat(TestDatabase.query("select seen_slot from hms_bridge.installation")).containsExactly("1");
    }

    @Test
    void whileSlotsTurnNothingIsRefusedNorAcceptedTwice() {
        int ids = 400;
        var turning = new AtomicBoolean(true);
        var turns = CompletableFuture.supplyAsync(() -> {
            int turned = 0;
            while (turning.get() && turned < 1) { // a second turn would forget, rightly
                age(WINDOW);
                one.tidy();
                turned = Integer
                        .parseInt(TestDatabase.query("select seen_slot from hms_bridge.installation").getFirst());
            }
            return turned;
        });
        var both = List.of(one, two).stream().map(node -> CompletableFuture.supplyAsync(() -> {
            var accepted = new ArrayList<String>();
            for (int i = 0; i < ids; i++) {
                try {
                    append(node, "id-" + i);
                    accepted.add("id-" + i);
                } catch (AlreadySeenException _) {
                    assertThat(i).isNotNegative(); // the other node was first
                }
            }
            return accepted;
        })).toList();
        var accepted = both.stream().flatMap(f -> f.join().stream()).toList();
        turning.set(false);

        assertThat(turns.join()).isOne();
        assertThat(accepted).hasSize(ids).doesNotHaveDuplicates();
        assertThat(TestDatabase.query("select count(*) from hms_bridge.event")).containsExactly("" + ids);
    }

    @Test
    void aClockThatIsSetNeitherForgetsNorDelays() {
        append(one, "a");
        TestDatabase.execute("update hms_bridge.installation set counted_at = now() - interval '10 years'"); // set forward
        one.tidy();
        TestDatabase.execute("update hms_bridge.installation set counted_at = now() + interval '10 years'"); // set back
        one.tidy();

        assertThat(TestDatabase.query("select seen_slot from hms_bridge.installation")).containsExactly("0");
        assertThat(TestDatabase.query("select age_ms = 120000 and counted_at <= now() from hms_bridge.installation"))
                .containsExactly("t");
        age(WINDOW);
        one.tidy();
        assertSeen(one, "a");
        assertThat(TestDatabase.query("select seen_slot from hms_bridge.installation")).containsExactly("1");
    }

    @Test
    void aTableThatIsInUseIsTurnedInALaterRoundAndHoldsNobodyUp() throws Exception {
        append(one, "a");
        age(WINDOW);
        try (var backup = TestDatabase.connect(); var statement = backup.createStatement()) {
            backup.setAutoCommit(false);
            statement.execute("lock table hms_bridge.seen in access share mode"); // as pg_dump does, for hours
            one.tidy();
            append(two, "b");
            assertThat(TestDatabase.query("select seen_slot from hms_bridge.installation")).containsExactly("0");
        }
        one.tidy();
        assertThat(TestDatabase.query("select seen_slot from hms_bridge.installation")).containsExactly("1");
    }

    @Test
    void lessThanAWeekIsNotToBeHad() {
        assertThatThrownBy(() -> new Keeping(Duration.ofDays(6), Optional.empty()))
                .hasMessageContaining("7 days");
    }

    /** Lets so much time pass as bridges count it. */
    private static void age(Duration time) {
        TestDatabase
                .execute("update hms_bridge.installation set counted_at = now(), age_ms = age_ms + " + time.toMillis());
    }

    private static void assertSeen(PostgresLedger ledger, String... ids) {
        for (var id : ids) {
            assertThatThrownBy(() -> append(ledger, id)).as(id).isInstanceOf(AlreadySeenException.class)
                    .satisfies(e -> assertThat(((AlreadySeenException) e).seen()).hasSize(1));
        }
    }

    private static void append(PostgresLedger ledger, String id) {
        ledger.append(ledger.draw(1),
                List.of(new NewEvent(Event.of("a.b", Map.of()).withId("/test", id), new byte[] {'{', '}'},
                        new byte[32], List.of())));
    }

    private static PostgresLedger node(String name) {
        return PostgresLedger.open(new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()),
                Node.here(name), Duration.ofSeconds(10));
    }
}
