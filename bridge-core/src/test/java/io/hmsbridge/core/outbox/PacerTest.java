package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private long now = Long.MAX_VALUE - 5 * SECOND; // the clock of the machine may run over

    @Test
    void packetsAreSpreadEvenlyAndNothingIsSavedUp() {
        var pacer = new Pacer(Rate.parse("50/s"), now);

        assertThat(goIn(pacer, 2)).isEqualTo(100);
        now += 60 * SECOND;
        assertThat(goIn(pacer, 2)).isEqualTo(100);
    }

    @Test
    void nobodyWaitsForNextToNothingAndNoMoreGoesThanMay() {
        var pacer = new Pacer(Rate.parse("100000/s"), now);
        int atOnce = 0;
        while (pacer.pause(now) == 0) {
            pacer.pass(1, now);
            atOnce++;
        }

        assertThat(atOnce).isEqualTo(11);
        assertThat(atOnce + goIn(pacer, 10)).isBetween(1_000_000L, 1_000_011L);
    }

    @Test
    void aTargetThatWantsLessGetsHalfAndThenByTheSecondALittleMore() {
        var pacer = new Pacer(Rate.parse("100/s"), now);
        goIn(pacer, 5);

        assertThat(pacer.slowedTo(now)).isZero();
        assertThat(pacer.slowDown(Duration.ZERO, now)).hasValue(50);
        assertThat(pacer.slowedTo(now)).isEqualTo(50);

        assertThat(goIn(pacer, 1)).isBetween(50L, 53L);
        assertThat(goIn(pacer, 1)).isBetween(52L, 55L);
        assertThat(pacer.slowedTo(now)).isBetween(52.0, 56.0);
        now += 15 * SECOND;
        assertThat(goIn(pacer, 2)).as("as much as it may get").isEqualTo(200);
        assertThat(pacer.slowedTo(now)).isZero();
    }

    @Test
    void whatGoesWithoutALimitIsSlowedDownToHalfOfWhatWent() {
        var pacer = new Pacer(Optional.empty(), now);
        for (int i = 0; i < 400; i++) {
            pacer.pass(1, now);
            now += SECOND / 200;
        }

        assertThat(pacer.slowDown(Duration.ZERO, now)).hasValue(100);

        assertThat(goIn(pacer, 1)).isBetween(100L, 106L);
        now += 60 * SECOND;
        assertThat(pacer.pause(now)).isZero();
        pacer.pass(1_000_000, now);
        assertThat(pacer.pause(now)).as("no limit again").isZero();
    }

    @Test
    void itRecoversFromWhenThePauseIsOver() {
        var pacer = new Pacer(Rate.parse("100/s"), now);
        goIn(pacer, 5);

        pacer.hold(PAUSE, now);
        assertThat(pacer.slowDown(PAUSE, now)).hasValue(50);

        assertThat(pacer.pause(now)).isEqualTo(PAUSE.toNanos());
        now += PAUSE.toNanos();
        assertThat(goIn(pacer, 1)).isBetween(50L, 53L);
    }

    @Test
    void thoseThatWereOutWhenItWantedLessDoNotCountAgain() {
        var pacer = new Pacer(Rate.parse("100/s"), now);
        goIn(pacer, 5);
        pacer.slowDown(PAUSE, now);

        assertThat(pacer.slowDown(PAUSE, now + SECOND)).isEmpty();
        now += PAUSE.toNanos() + SECOND;
        goIn(pacer, 2);
        assertThat(pacer.slowDown(PAUSE, now).orElseThrow()).as("half of what it was").isBetween(25L, 28L);
    }

    @Test
    void whatGoesNowAndThenIsNotSlowedDown() {
        var pacer = new Pacer(Optional.empty(), now);
        for (int i = 0; i < 10; i++) {
            pacer.pass(1, now);
            now += SECOND;
        }

        assertThat(pacer.slowDown(PAUSE, now)).isEmpty();
        assertThat(pacer.pause(now)).isZero();
    }

    /** How many packets go in so many seconds. */
    private long goIn(Pacer pacer, int seconds) {
        long end = now + seconds * SECOND;
        long gone = 0;
        while (now + pacer.pause(now) - end < 0) {
            now += pacer.pause(now);
            pacer.pass(1, now);
            gone++;
        }
        now = end;
        return gone;
    }
}
