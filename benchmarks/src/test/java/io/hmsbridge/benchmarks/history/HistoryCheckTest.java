package io.hmsbridge.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.benchmarks.history.History.Answer;
import io.hmsbridge.benchmarks.history.HistoryCheck.Due;
import io.hmsbridge.benchmarks.history.HistoryCheck.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge is judged: each wrong that it is there for must be seen, and nothing but that. */
class HistoryCheckTest {

    private static final int EVENTS = 40;
    private static final int KEYS = 4;

    private record Arrival(String target, String event) {}

    @Test
    void aHistoryInWhichEachEventArrivesOnceInOrderHolds() {
        assertThat(judge(_ -> {}).holds(0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void droppingAnyOneDeliveryIsALoss(long seed) {
        var verdict = judge(arrivals -> arrivals.remove(new Random(seed).nextInt(arrivals.size())));

        assertThat(verdict.lost()).as("seed %d", seed).hasSize(1);
        assertThat(verdict.holds(Long.MAX_VALUE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void swappingAnyTwoNeighboursOfAKeyIsAnInversion(long seed) {
        var verdict = judge(arrivals -> {
            int at = new Random(seed).nextInt(arrivals.size() - 2 * KEYS);
            Collections.swap(arrivals, at, at + 2 * KEYS); // the next of the same target and key
        });

        assertThat(verdict.inversions()).as("seed %d", seed).isNotEmpty();
        assertThat(verdict.lost()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void repeatingAnyOneDeliveryLaterIsARepeatAndTurnsItsKeyBack(long seed) {
        var verdict =
                judge(arrivals -> arrivals.add(arrivals.get(new Random(seed).nextInt(arrivals.size() - 2 * KEYS))));

        assertThat(verdict.repeats()).as("seed %d", seed).isEqualTo(1);
        assertThat(verdict.holds(0)).isFalse();
        assertThat(verdict.inversions()).isNotEmpty(); // the last that the target got of this key is an old one
    }

    @Test
    void aSuffixThatComesAgainInOrderIsExplainedByACrash() {
        var verdict = judge(
                arrivals -> arrivals.addAll(List.copyOf(arrivals.subList(arrivals.size() - 20, arrivals.size()))));

        assertThat(verdict.repeats()).isEqualTo(20);
        assertThat(verdict.holds(20)).isTrue();
        assertThat(verdict.holds(19)).isFalse();
    }

    @Test
    void inventingADeliveryIsUnexpected() {
        assertThat(judge(arrivals -> arrivals.add(new Arrival("t0", "e-4711"))).unexpected())
                .containsExactly("e-4711 at t0, which was never emitted");
        assertThat(judge(arrivals -> arrivals.add(new Arrival("other", "e-1"))).unexpected())
                .containsExactly("e-1 at other, which is not to get it");
    }

    @Test
    void whatWasRefusedMustNotArriveAndWhatIsUnknownMay() {
        var history = new History();
        history.invoke("refused").answered(Answer.FAIL);
        history.invoke("unknown").answered(Answer.UNKNOWN);
        assertThat(verdict(history).holds(0)).isTrue();

        history.received("t0", "k", "unknown", "d1", "unknown");
        history.received("t1", "k", "unknown", "d2", "unknown");
        assertThat(verdict(history).holds(0)).isTrue();

        history.received("t0", "k", "refused", "d3", "refused");
        assertThat(verdict(history).unexpected()).containsExactly("refused at t0, which was refused");
    }

    @Test
    void whatIsEmittedAgainAfterNoAnswerIsOneEvent() {
        var history = new History();
        var first = history.invoke("a");
        first.answered(Answer.UNKNOWN);
        history.invoke("a").answered(Answer.OK);
        assertThat(verdict(history).lost()).containsExactly("a for t0", "a for t1");
    }

    @Test
    void eventsThatWereEmittedAtTheSameTimeMayArriveInAnyOrder() {
        var history = new History();
        var a = history.invoke("a");
        var b = history.invoke("b");
        a.answered(Answer.OK);
        b.answered(Answer.OK);
        for (var event : List.of("b", "a")) {
            history.received("t0", "k", event, event, event);
            history.received("t1", "k", event, event, event);
        }
        assertThat(verdict(history).holds(0)).isTrue();
    }

    @Test
    void otherContentAnotherKeyAndAnotherIdempotencyKeyAreSeen() {
        var history = new History();
        history.invoke("a").answered(Answer.OK);
        history.received("t0", "k", "a", "d1", "something else");
        history.received("t1", "other key", "a", "d2", "a");
        history.received("t1", "k", "a", "d3", "a");

        assertThat(verdict(history).wrong()).hasSize(2);
        assertThat(verdict(history).duplicates()).containsExactly("a at t1, as [d2, d3]");
    }

    @Test
    void aPacketThatEndsTwiceIsSeen() {
        var history = new History();
        history.ended("pkt-1@t0", "SENT");
        history.ended("pkt-2@t0", "SENT");
        history.ended("pkt-1@t0", "DISCARDED");

        assertThat(verdict(history).doubleEnds()).containsExactly("pkt-1@t0, at last as DISCARDED");
    }

    private static Verdict verdict(History history) {
        return HistoryCheck.of(history, event -> List.of(new Due("t0", "k", event), new Due("t1", "k", event)));
    }

    /** Events one after the other, each for two targets; then their arrivals in order, as a change makes them. */
    private static Verdict judge(Consumer<List<Arrival>> change) {
        var history = new History();
        var arrivals = new ArrayList<Arrival>();
        for (int i = 0; i < EVENTS; i++) {
            history.invoke("e-" + i).answered(Answer.OK);
            arrivals.add(new Arrival("t0", "e-" + i));
            arrivals.add(new Arrival("t1", "e-" + i));
        }
        change.accept(arrivals);
        arrivals.forEach(a -> history.received(a.target, key(a.event), a.event, a.target + a.event, "of " + a.event));
        return HistoryCheck.of(history, event -> List.of(new Due("t0", key(event), "of " + event),
                new Due("t1", key(event), "of " + event)));
    }

    private static String key(String event) {
        return "k" + Integer.parseInt(event.substring(2)) % KEYS;
    }
}
