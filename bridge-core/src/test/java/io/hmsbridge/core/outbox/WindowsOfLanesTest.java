package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Health;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.calendar.CronTimes;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.NewAct;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Steering;
import io.hmsbridge.core.support.SettableClock;
import io.hmsbridge.core.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule at a clock that is set; on Sundays from 2:00 to 6:00 in New York the target sleeps. */
class WindowsOfLanesTest extends OutboxFixture {

    private static final String SLEEPING = "2026-11-29T08:00:00Z";
    private static final String AWAKE = "2026-11-29T11:00:00Z";
    private static final NewAct ACT = new NewAct("ada", "open", "CHG-123", "t");

    private final SettableClock clock = new SettableClock(SLEEPING);

    @Override
    protected Clock clock() {
        return clock;
    }

    @Test
    void outsideOfItsWindowPacketsWaitInOrderAndGoWhenItOpens() {
        outbox.declare(List.of(windowed()));
        var events = IntStream.range(0, 20).mapToObj(_ -> emit("a")).toList();
        await().atMost(LONG).until(() -> status().state() == TargetStatus.State.CLOSED);

        assertThat(status().reason()).isEqualTo("outside its windows until Sun 2026-11-29 06:00:00 EST"
                + " (deny 0 2 * * SUN for 4h, America/New_York)");
        assertThat(status().waiting()).isEqualTo(20);
        assertThat(sent()).isEmpty();

        clock.set(AWAKE);
        awaitNothingWaits();
        assertThat(sent()).containsExactlyElementsOf(events);
        assertThat(status().state()).isEqualTo(TargetStatus.State.RUNNING);
    }

    @Test
    void aClockThatIsSetBackClosesItAgain() {
        outbox.declare(List.of(windowed()));
        clock.set(AWAKE);
        emit("a");
        awaitNothingWaits();

        clock.set("2026-11-29T10:59:00Z");
        long late = emit("a");
        await().atMost(LONG).until(() -> status().state() == TargetStatus.State.CLOSED);
        assertThat(state(late)).isEqualTo(PacketState.QUEUED);
        assertThat(sent()).hasSize(1);

        clock.set(AWAKE);
        awaitNothingWaits();
    }

    @Test
    void outsideOfItsWindowItsProbeIsSilent() {
        outbox.declare(List.of(windowed()));
        clock.set(AWAKE);
        connector.says(Health.asleep("it is night"));
        connector.answers(_ -> {
            clock.set(SLEEPING); // it closes while the packet is out, before anyone asks the probe
            return SendResult.retry("no answer");
        });
        long first = emit("a");
        await().atMost(LONG).until(() -> state(first) == PacketState.RETRY);
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> status().state() == TargetStatus.State.CLOSED);
        assertThat(outbox.probe("t").answer()).isEqualTo(Probed.Answer.NOT_ASKED);
        assertThat(outbox.probe("t").detail()).startsWith("outside its windows until");
        assertThat(connector.probes()).isZero();

        connector.answers(_ -> SendResult.delivered("took it"));
        connector.says(Health.awake("good morning"));
        clock.set(AWAKE);
        awaitNothingWaits();
        assertThat(connector.probes()).isPositive();
    }

    @Test
    void itsProbeIsAskedAgainWhenItOpensThoughNothingIsToBeSentJustThen() {
        var late = Duration.ofMinutes(10);
        outbox.declare(List.of(windowed().with(new RetryPolicy(late, late, 1_000, Duration.ofDays(1)))));
        clock.set(AWAKE);
        connector.says(Health.asleep("it is night"));
        connector.answers(_ -> SendResult.retry("no answer"));
        long first = emit("a");
        await().atMost(LONG).until(() -> state(first) == PacketState.RETRY && connector.probes() > 0);
        clock.set(SLEEPING);
        var asked = new AtomicInteger(-1);
        await().pollInterval(Duration.ofSeconds(2)).atMost(LONG)
                .until(() -> asked.getAndSet(connector.probes()) == connector.probes());

        connector.answers(_ -> SendResult.delivered("took it"));
        connector.says(Health.awake("good morning"));
        clock.set(AWAKE);

        awaitNothingWaits(); // long before its next try
        assertThat(sent()).containsExactly(first, first);
    }

    @Test
    void ofTheTimeUntilTheNextTryOnlyWhatLiesWithinTheWindowCounts() {
        var slow = new RetryPolicy(Duration.ofSeconds(10), Duration.ofMinutes(10), 1_000, Duration.ofDays(1));
        outbox.declare(List.of(windowed().with(slow)));
        clock.set("2026-11-29T06:59:59Z"); // a second before it closes
        connector.answers(_ -> SendResult.retry("not yet"));

        long first = emit("a");
        await().atMost(LONG).until(() -> state(first) == PacketState.RETRY);

        assertThat(TestDatabase.query("select waited_ms from hms_bridge.outbox")).containsExactly("1000");
        connector.answers(_ -> SendResult.delivered("took it"));
        outbox.declare(List.of(spec())); // new settings: it is tried at once
        clock.set(AWAKE);
        awaitNothingWaits();
    }

    @Test
    void anOperatorOpensItForAWhile() {
        outbox.declare(List.of(windowed()));
        long first = emit("a");
        await().atMost(LONG).until(() -> status().state() == TargetStatus.State.CLOSED);

        assertThat(outbox.steer("t", new Steering.Open(Instant.now().plusSeconds(600)), ACT)).isPresent();
        await().atMost(LONG).until(() -> state(first) == PacketState.SENT);
        assertThat(ledger.acts(ActQuery.latest(1))).extracting(act -> act.why()).containsExactly("CHG-123");

        assertThat(outbox.steer("t", new Steering.Resume(), ACT)).isPresent();
        assertThat(outbox.steer("t", new Steering.Resume(), ACT)).isEmpty();
        long second = emit("a");
        await().atMost(LONG).until(() -> status().state() == TargetStatus.State.CLOSED);
        assertThat(state(second)).isEqualTo(PacketState.QUEUED);
        clock.set(AWAKE);
        awaitNothingWaits();
    }

    @Test
    void aPauseEndsByItselfAtItsTime() {
        var pause = new Steering.Pause(Optional.of(Instant.now().plusSeconds(600)));
        assertThat(outbox.steer("t", pause, ACT)).isPresent();
        assertThat(outbox.steer("t", pause, ACT)).isEmpty();
        long first = emit("a");
        assertThat(status().reason()).startsWith("paused by an operator until 2").endsWith(": CHG-123");
        assertThat(state(first)).isEqualTo(PacketState.QUEUED);

        TestDatabase.execute("update hms_bridge.lane set paused_until = now()"); // the time has come

        awaitNothingWaits();
        assertThat(status().state()).isEqualTo(TargetStatus.State.RUNNING);
        assertThat(outbox.steer("t", new Steering.Resume(), ACT)).isEmpty();
    }

    @Test
    void whatIsResumedOutsideOfItsWindowsGoesOnWhenTheyOpen() {
        outbox.declare(List.of(windowed()));
        clock.set(AWAKE);
        emit("a");
        awaitNothingWaits();
        outbox.steer("t", new Steering.Pause(Optional.empty()), ACT);
        await().atMost(LONG).until(() -> status().state() == TargetStatus.State.PAUSED);
        long late = emit("a");
        await().atMost(LONG).until(() -> status().waiting() == 1);

        clock.set(SLEEPING); // it shuts while it is paused
        outbox.steer("t", new Steering.Resume(), ACT);
        await().atMost(LONG).until(() -> status().state() == TargetStatus.State.CLOSED);
        clock.set(AWAKE);

        awaitNothingWaits();
        assertThat(state(late)).isEqualTo(PacketState.SENT);
    }

    private static TargetSpec windowed() {
        return spec().within(new Windows(List.of(new Windows.Rule(Windows.Kind.DENY,
                new CronTimes("0 2 * * SUN", Duration.ofHours(4)), ZoneId.of("America/New_York")))));
    }

    private TargetStatus status() {
        return outbox.targets().getFirst();
    }

    private PacketState state(long event) {
        return ledger.packets(PacketQuery.ofEvent(event)).getFirst().state();
    }
}
