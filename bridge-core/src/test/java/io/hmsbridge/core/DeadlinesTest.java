package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.calendar.Holidays;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.Deadlines.Standing;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.SettableClock;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of packets that are to be delivered by some time, at a clock that is set. */
class DeadlinesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final By ADA = new By("ada", "CHG-1");
    private static final Instant CLOSE = Instant.parse("2026-11-27T23:00:00Z");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock("2026-11-27T22:50:00Z");
    private final ObedientConnector connector = new ObedientConnector("C");
    private Bridge bridge;

    @BeforeEach
    void aBridge() throws IOException {
        TestDatabase.clear();
        sheet("close", "MON-FRI 18:00");
        sheet("data", "data.by");
        Files.writeString(folder.resolve("holiday.yaml"), "source_event: s.holiday\nzone: America/New_York\n"
                + "targets: {closed: {map: {n: n}, deliver_by: MON-FRI 18:00}}\n");
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(connector).clock(clock)
                .targets(List.of(TargetSpec.of("t", "C").with(Limits.concurrency(1)),
                        TargetSpec.of("closed", "C").within(today())))
                .open();
    }

    private void sheet(String type, String by) throws IOException {
        Files.writeString(folder.resolve(type + ".yaml"), """
                source_event: s.%s
                effective_at: data.from
                zone: America/New_York
                targets:
                  t:
                    map: {n: n}
                    deliver_by: %s
                """.formatted(type, by));
    }

    @AfterEach
    void allIsAccountedFor() {
        bridge.close();
        Conservation.holds();
    }

    private static Windows today() {
        var zone = ZoneId.of("America/New_York");
        try {
            return new Windows(List.of(new Windows.Rule(Windows.Kind.DENY, Holidays.read("h.ics",
                    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261127\nEND:VEVENT\nEND:VCALENDAR\n", zone,
                    LocalDate.of(2026, 11, 1)), zone)));
        } catch (Holidays.BrokenException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHolidayOfItsTargetIsNoDayOfADeadline() {
        emit("s.holiday", Map.of("n", 1));

        await().atMost(LONG).until(() -> bridge.deadlines().containsKey("closed"));
        assertThat(bridge.deadlines().get("closed").next()).isEqualTo("2026-11-30T23:00:00Z");
    }

    @Test
    void whatIsDeliveredInTimeIsNotSpokenOf() {
        bridge.pause("t", "ada", "to see it wait");
        emit("s.close", Map.of("n", 1));
        awaitStanding(standing -> CLOSE.equals(standing.next()));
        bridge.resume("t", "ada", "");

        await().atMost(LONG).until(() -> bridge.deadlines().isEmpty());
        assertThat(connector.sent()).hasSize(1);
    }

    @Test
    void whatAPauseWillMakeLateIsForeseenAndWhatIsLateIsSaidUntilItIsDelivered() {
        bridge.pause("t", "ada", "for nobody knows how long");
        emit("s.close", Map.of("n", 1));
        emit("s.data", Map.of("n", 2, "by", "2026-11-28"));
        awaitStanding(new Standing(CLOSE, 1, 0)::equals);
        clock.set("2026-11-27T23:00:00Z");
        awaitStanding(new Standing(Instant.parse("2026-11-28T05:00:00Z"), 0, 1)::equals);

        bridge.resume("t", "ada", "");
        await().atMost(LONG).until(() -> bridge.deadlines().isEmpty());
    }

    @Test
    void whatLiesAheadAgainIsNotMissedWhenTheClockIsSetBackAndIsMissedWhenItsTimeComes() {
        bridge.pause("t", "ada", "for nobody knows how long");
        emit("s.close", Map.of("n", 1));
        emit("s.data", Map.of("n", 2, "by", "2026-11-27T17:50:30"));
        clock.set("2026-11-27T23:00:00Z");
        awaitStanding(new Standing(null, 0, 2)::equals);

        clock.set("2026-11-27T22:00:00Z");
        awaitStanding(new Standing(Instant.parse("2026-11-27T22:50:30Z"), 0, 0)::equals);
        clock.set("2026-11-27T22:55:00Z");
        awaitStanding(new Standing(CLOSE, 1, 1)::equals);

        bridge.resume("t", "ada", "");
        await().atMost(LONG).until(() -> bridge.deadlines().isEmpty());
    }

    @Test
    void whatWillComeInTimeAfterAllIsNotEndangeredAnyMore() {
        connector.answers(_ -> SendResult.reject("never"));
        bridge.pause("t", "ada", "for nobody knows how long");
        emit("s.close", Map.of("n", 1));
        awaitStanding(standing -> standing.endangered() == 1);
        bridge.resume("t", "ada", "");

        awaitStanding(new Standing(CLOSE, 0, 0)::equals); // it is dead, which an operator can mend in time
        clock.set("2026-11-27T23:00:00Z");
        awaitStanding(standing -> standing.missed() == 1);
        bridge.operator().discard(packet(bridge.packets(PacketQuery.latest(1)).getFirst().id().event()).id(), ADA);
        await().atMost(LONG).until(() -> bridge.deadlines().isEmpty());
    }

    @Test
    void aQueueThatIsTooLongIsForeseen() {
        var turns = new Semaphore(0);
        connector.answers(_ -> {
            turns.acquire();
            return SendResult.delivered("");
        });
        bridge.emit(
                IntStream.range(0, 500).mapToObj(n -> Event.of("s.data", Map.of("n", n, "by", "2026-11-27T17:50:10"))
                        .withSubject("k" + n)).toList());

        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> { // one goes with each look at it
            turns.release();
            return bridge.deadlines().getOrDefault("t", Standing.NONE);
        }, standing -> standing.endangered() > 100 && standing.missed() == 0);
        connector.answers(ObedientConnector.DELIVERED);
        turns.release();
        await().atMost(LONG).until(() -> bridge.deadlines().isEmpty());
    }

    @Test
    void aDeadlineCountsFromTheEffectiveDateAndMustComeAfterIt() {
        long scheduled = emit("s.close", Map.of("n", 1, "from", "2026-12-07"));
        awaitStanding(standing -> Instant.parse("2026-12-07T23:00:00Z").equals(standing.next()));
        assertThat(packet(scheduled).state()).isEqualTo(PacketState.SCHEDULED);

        var dead = packet(emit("s.data", Map.of("n", 1, "from", "2026-12-07", "by", "2026-12-06")));
        assertThat(dead.state()).isEqualTo(PacketState.DEAD);
        assertThat(dead.detail()).isEqualTo("data.yaml:7: `deliver_by`: 2026-12-06T05:00:00Z is not after"
                + " 2026-12-07T05:00:00Z, before which the packet may not go");
        assertThat(packet(emit("s.data", Map.of("n", 1, "by", "2026-02-30"))).detail())
                .startsWith("data.yaml:7: `deliver_by`: `2026-02-30` is no time");
    }

    private long emit(String type, Map<String, Object> data) {
        return bridge.emit(Event.of(type, data)).number();
    }

    private PacketView packet(long event) {
        return bridge.packets(PacketQuery.ofEvent(event)).getFirst();
    }

    private void awaitStanding(Predicate<Standing> expected) {
        await().atMost(LONG).until(() -> bridge.deadlines().getOrDefault("t", Standing.NONE), expected::test);
    }
}
