package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.outbox.Drained;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges on one database, as two processes would be: they share its lanes by lease. */
class TwoProcessesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration TERM = Duration.ofSeconds(2);
    private static final int TARGETS = 4;

    @TempDir
    private Path folder;

    private final List<Bridge> open = new ArrayList<>();
    private final ObedientConnector here = new ObedientConnector("C");
    private final ObedientConnector there = new ObedientConnector("C");

    @BeforeEach
    void aSheetForFourTargets() throws IOException {
        TestDatabase.clear();
        var sheet = new StringBuilder("source_event: a.b\ntargets:\n");
        for (int i = 0; i < TARGETS; i++) {
            sheet.append("  t").append(i).append(":\n    connector: C\n    map:\n      n: n\n");
        }
        Files.writeString(folder.resolve("s.yaml"), sheet);
    }

    @AfterEach
    void allIsAccountedFor() {
        open.forEach(Bridge::close);
        Conservation.holds();
    }

    @Test
    void lanesAreSharedAndAnEventIsDeliveredWhereverItIsEmitted() throws InterruptedException {
        var first = bridge("first", here);
        var second = bridge("second", there);
        await().atMost(LONG).until(() -> running(first) == TARGETS / 2 && running(second) == TARGETS / 2);

        for (int i = 0; i < 20; i++) {
            var by = i % 2 == 0 ? first : second;
            assertThat(by.emitAndWait(event("k" + i, i), LONG)).hasSize(TARGETS)
                    .allMatch(p -> p.state().isTerminal());
        }

        assertThat(here.sent()).hasSize(40);
        assertThat(there.sent()).hasSize(40);
    }

    @Test
    void whatIsAnsweredFirstGoesFirstWhereverItIsEmitted() {
        var first = bridge("first", here);
        var second = bridge("second", there);
        await().atMost(LONG).until(() -> running(first) == TARGETS / 2 && running(second) == TARGETS / 2);

        var numbers = IntStream.range(0, 200)
                .mapToObj(i -> (i % 2 == 0 ? first : second).emit(event("k", i)).number()).toList();
        await().atMost(LONG).until(() -> here.sent().size() + there.sent().size() >= 200 * TARGETS);

        var sent = Stream.concat(here.sent().stream(), there.sent().stream()).toList();
        for (int i = 0; i < TARGETS; i++) {
            var target = "t" + i;
            assertThat(sent.stream().filter(p -> p.id().target().equals(target)).map(p -> p.id().event()))
                    .containsExactlyElementsOf(numbers);
        }
    }

    @Test
    void whatTheLaneOfAnotherHasInMemoryIsNotSentOnceItIsWithdrawn() {
        var first = bridge("first", here);
        await().atMost(LONG).until(() -> running(first) == TARGETS);
        for (int i = 0; i < TARGETS; i++) {
            first.pause("t" + i, "ada", "to have some in memory");
        }
        var second = bridge("second", there);
        await().atMost(LONG).until(() -> second.targets().size() == TARGETS);
        var withdrawn = first.emit(event("k", 1)).packets();

        withdrawn.forEach(packet -> second.operator().discard(packet, new By("ada", "")));
        for (int i = 0; i < TARGETS; i++) {
            second.resume("t" + i, "ada", "");
        }

        var last = second.emit(event("k", 2)).number();
        await().atMost(LONG).until(() -> second.packets(PacketQuery.ofEvent(last)).stream()
                .allMatch(p -> p.state() == PacketState.SENT));
        assertThat(Stream.concat(here.sent().stream(), there.sent().stream()).map(p -> p.id().event()))
                .containsOnly(last).hasSize(TARGETS);
    }

    @Test
    void thatATargetIsDrainedIsKnownWhereItsLaneRuns() throws InterruptedException {
        var first = bridge("first", here);
        var second = bridge("second", there);
        await().atMost(LONG).until(() -> running(first) == TARGETS / 2 && running(second) == TARGETS / 2);

        for (int i = 0; i < TARGETS; i++) {
            assertThat(List.of(first.drain("t" + i, "ada", "", LONG), second.drain("t" + i, "ada", "", LONG)))
                    .containsExactlyInAnyOrder(Drained.YES, Drained.ELSEWHERE);
        }
    }

    @Test
    void theLanesOfOneThatLeavesGoOnInTheOther() throws InterruptedException {
        var first = bridge("first", here);
        var second = bridge("second", there);
        await().atMost(LONG).until(() -> running(first) == TARGETS / 2 && running(second) == TARGETS / 2);

        first.close();
        open.remove(first);

        await().atMost(LONG).until(() -> running(second) == TARGETS);
        assertThat(second.emitAndWait(event("k", 1), LONG)).allMatch(p -> p.state().isTerminal());
        assertThat(here.sent()).isEmpty();
    }

    @Test
    void aLaneThatIsTakenOverWhileItsOwnerSleepsCannotRecordAndIsDeliveredByTheOther() {
        var first = bridge("first", here);
        await().atMost(LONG).until(() -> running(first) == TARGETS);
        var sending = new CountDownLatch(TARGETS);
        var asleep = new CountDownLatch(1);
        here.answers(_ -> {
            sending.countDown();
            while (asleep.getCount() > 0) {
                try {
                    asleep.await();
                } catch (InterruptedException e) {
                    assertThat(e).isNotNull(); // whoever sleeps does not hear
                }
            }
            return SendResult.delivered("took it late");
        });
        var event = first.emit(event("k", 1)).number();
        await().atMost(LONG).until(() -> sending.getCount() == 0);

        // The others believe that it has gone silent, as it would have under SIGSTOP.
        TestDatabase.execute("create function hms_bridge.silent() returns trigger language plpgsql as"
                + " 'begin new.beat_at := ''epoch''; return new; end'");
        TestDatabase.execute("create trigger silent before update on hms_bridge.node for each row when (new.id = "
                + "(1)) execute function hms_bridge.silent()");
        TestDatabase.execute("update hms_bridge.node set beat_at = 'epoch' where id = 1");
        var second = bridge("second", there);
        await().atMost(LONG).until(() -> running(second) == TARGETS && there.sent().size() == TARGETS);
        asleep.countDown();

        await().atMost(LONG).until(() -> running(first) == 0);
        assertThat(second.packets(PacketQuery.ofEvent(event)))
                .allMatch(p -> p.detail().equals("took it"));
        assertThat(TestDatabase.query("select count(*) from hms_bridge.delivery where outcome = 10"))
                .containsExactly(String.valueOf(TARGETS));
    }

    private Bridge bridge(String name, ObedientConnector connector) {
        var bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(connector).node(name).leaseTerm(TERM).open();
        open.add(bridge);
        return bridge;
    }

    private static long running(Bridge bridge) {
        return bridge.targets().stream().filter(t -> t.state() == TargetStatus.State.RUNNING).count();
    }

    private static Event event(String key, int n) {
        return Event.of("a.b", Map.of("n", n)).withSubject(key);
    }
}
