package io.hmsbridge.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge is judged: each wrong that it is there for must be seen, and nothing but that. */
class PromisesTest {

    private static final int EVENTS = 20;

    @Test
    void aHistoryInWhichEachPacketIsSentOnceInOrderIsKept() {
        assertThat(broken(_ -> {})).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void droppingAnyOneDeliveryIsSeen(long seed) {
        int event = new Random(seed).nextInt(EVENTS) + 1;
        assertThat(
                broken(facts -> facts.removeIf(fact -> fact instanceof Fact.Recorded r && r.packet().event() == event)))
                .as("seed %d", seed).containsExactly("2: %s has neither ended nor waits".formatted(id(event)));
        assertThat(broken(facts -> facts.removeIf(fact -> fact instanceof Fact.Took t && t.packet().event() == EVENTS)))
                .singleElement().asString().startsWith("5: ");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void duplicatingAnyOneDeliveryIsSeen(long seed) {
        int event = new Random(seed).nextInt(EVENTS) + 1;
        assertThat(broken(facts -> facts.add(sent(event)))).as("seed %d", seed)
                .contains("3: %s is sent again though its delivery is committed".formatted(id(event)));
        assertThat(broken(facts -> facts.add(recorded(event)))).as("seed %d", seed)
                .containsExactly("2: %s has ended twice, at last as SENT".formatted(id(event)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void swappingAnyTwoDeliveriesIsSeen(long seed) {
        int event = new Random(seed).nextInt(EVENTS - 1) + 1;
        assertThat(broken(facts -> Collections.swap(facts, facts.indexOf(sent(event)), facts.indexOf(sent(event + 1)))))
                .as("seed %d", seed).anySatisfy(line -> assertThat(line)
                        .startsWith("4: %s of key k is sent with sequence %d after".formatted(id(event), event)));
    }

    @Test
    void inventingADeliveryIsSeen() {
        assertThat(broken(facts -> facts.add(sent(99)))).containsExactly("2: pkt-99@t has neither ended nor waits");
        assertThat(broken(facts -> facts.add(new Fact.Took("t", id(3), "k", 3, Map.of("b", 3L)))))
                .singleElement().asString().startsWith("5: pkt-3@t has b = 3");
    }

    @Test
    void whatIsSentBeforeItIsDueOrNeverWakesIsSeen() {
        var owned = new Fact.Owned("t", 1, 1);
        var asleep = new Fact.Scheduled("e1", id(1));
        var awake = new Fact.Woken("e1", id(1), "k", 1, content(1));
        var took = new Fact.Took("t", id(1), "k", 1, content(1));

        assertThat(Promises.broken(List.of(owned, asleep, awake, sent(1), took, recorded(1)))).isEmpty();
        assertThat(Promises.broken(List.of(owned, asleep, sent(1), awake, took, recorded(1))))
                .containsExactly("4: pkt-1@t is sent before it is due");
        assertThat(Promises.broken(List.of(owned, asleep))).containsExactly("2: pkt-1@t has neither ended nor waits");
    }

    /** Of another target of its event, to which it takes an older value, after a newer one that its operator was told of before, or not. */
    @Test
    void whatIsGivenToAnotherTargetMustComeThereAndInItsPlace() {
        Fact owned = new Fact.Owned("t", 1, 1);
        var from = new PacketId(1, "elsewhere", 0, 0);
        var to = new PacketId(1, "t", 0, 1);
        Fact redirected = new Fact.Redirected(from, "e1", to, "k", 2, content(1));
        Fact end = new Fact.Recorded(from, 0, 0, Outcome.SUPERSEDED);
        Fact told = new Fact.Told(to);
        var newer = List.<Fact>of(new Fact.Begun("e3"), new Fact.Accepted("e3", id(3), "k", 3, content(3)), sent(3),
                new Fact.Took("t", id(3), "k", 3, content(3)), recorded(3));
        // It is late, and so goes under the number of what has gone before.
        var came = List.<Fact>of(new Fact.Sent("t", 1, to, "k", 3, "again", content(1)),
                new Fact.Took("t", to, "k", 3, content(1)), new Fact.Recorded(to, 1, 1, Outcome.SENT));
        var begin = List.of(owned, end, redirected);

        assertThat(brokenOf(List.of(begin, List.of(told), came, newer))).isEmpty();
        assertThat(brokenOf(List.of(begin, newer, List.of(told), came))).isEmpty();
        assertThat(brokenOf(List.of(begin, List.of(told), newer, came)))
                .singleElement().asString().startsWith("5: pkt-1@t rev 1 has a = 1");
        assertThat(brokenOf(List.of(begin, List.of(told)))).contains("2: pkt-1@t rev 1 has neither ended nor waits");
    }

    private static List<String> brokenOf(List<List<Fact>> parts) {
        return Promises.broken(parts.stream().flatMap(List::stream).toList());
    }

    @Test
    void whoeverHasNotGotTheLaneMayNeitherSendNorRecord() {
        assertThat(broken(facts -> facts.add(facts.indexOf(sent(9)), new Fact.Owned("t", 2, 2)))).hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line).startsWith("7: process 1 "));
        assertThat(broken(
                facts -> facts.set(facts.indexOf(recorded(9)), new Fact.Recorded(id(9), 1, 0 + 7, Outcome.SENT))))
                .singleElement().asString().startsWith("7: process 1 records pkt-9@t under epoch 7");
    }

    @Test
    void whoHasGivenTheLaneUpMayFinishAFoldAndNothingElse() {
        Consumer<List<Fact>> givenUp = facts -> facts.add(facts.indexOf(recorded(EVENTS)), new Fact.Owned("t", 0, 1));

        assertThat(broken(givenUp)).singleElement().asString().startsWith("7: process 1 records pkt-20@t");
        assertThat(broken(givenUp.andThen(facts -> facts.set(facts.indexOf(recorded(EVENTS)),
                new Fact.Recorded(id(EVENTS), 1, 1, Outcome.SUPERSEDED))))).isEmpty();
        assertThat(broken(givenUp.andThen(facts -> facts.set(facts.indexOf(recorded(EVENTS)),
                new Fact.Recorded(id(EVENTS), 2, 1, Outcome.SUPERSEDED)))))
                .singleElement().asString().startsWith("7: process 2 records pkt-20@t");
    }

    @Test
    void ofTwoEmittedAtOneTimeEitherMayCountLast() {
        assertThat(folded(fields("b", 1, "c", 1), fields("b", 2), List.of("b1", "b2", "a1", "a2"), false)).isEmpty();
    }

    @Test
    void aValueThatWasOverwrittenBeforeMustNotComeAgain() {
        assertThat(folded(fields("b", 1, "c", 1), fields("b", 2), List.of("b1", "a1", "b2", "a2"), false))
                .singleElement().asString().startsWith("5: pkt-3@t rev 1 has b = 1");
        assertThat(folded(fields("b", 1, "c", 1), fields("b", 2), List.of("b1", "b2", "a1", "a2"), true))
                .singleElement().asString().startsWith("5: pkt-3@t rev 1 has b = 1");
    }

    /**
     * The second event was sent before the first one, which was then folded into the third.
     *
     * @param emits when the emits of the first two begin and are answered: {@code b1}, {@code a1} and so on
     * @param sentBefore whether the first was sent before all that, too
     */
    private static List<String> folded(Map<String, Object> first, Map<String, Object> second, List<String> emits,
            boolean sentBefore) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact.Owned("t", 1, 1));
        for (var emit : emits) {
            int event = emit.charAt(1) - '0';
            if (emit.charAt(0) == 'b') {
                facts.add(new Fact.Begun("e" + event));
                facts.add(new Fact.Accepted("e" + event, id(event), "k", event, event == 1 ? first : second));
            } else {
                facts.add(new Fact.Answered("e" + event));
            }
        }
        if (sentBefore) {
            facts.add(new Fact.Took("t", id(1), "k", 1, first));
        }
        facts.add(new Fact.Sent("t", 1, id(2), "k", 2, "key-2", second));
        facts.add(new Fact.Took("t", id(2), "k", 2, second));
        facts.add(recorded(2));
        facts.add(new Fact.Begun("e3"));
        facts.add(new Fact.Accepted("e3", id(3), "k", 3, fields("a", 3)));
        facts.add(new Fact.Answered("e3"));
        facts.add(new Fact.Recorded(id(1), 1, 1, Outcome.SUPERSEDED));
        facts.add(new Fact.Recorded(id(3), 1, 1, Outcome.SUPERSEDED));
        var fold = new TreeMap<>(first);
        fold.put("a", 3L);
        var revision = new PacketId(3, "t", 0, 1);
        facts.add(new Fact.Sent("t", 1, revision, "k", 3, "key-3-1", fold));
        facts.add(new Fact.Took("t", revision, "k", 3, fold));
        facts.add(new Fact.Recorded(revision, 1, 1, Outcome.SENT));
        return Promises.broken(facts);
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new TreeMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (long) (int) namesAndValues[i + 1]);
        }
        return fields;
    }

    @Test
    void whatAnOperatorDiscardsMayHoldWhatIsMissingOfItsKeyAndOfNoOther() {
        assertThat(broken(facts -> {
            facts.removeIf(fact -> fact instanceof Fact.Took took && took.packet().event() == EVENTS);
            discard(facts, "k");
        })).isEmpty();
        assertThat(broken(facts -> {
            facts.removeIf(fact -> fact instanceof Fact.Took took && took.packet().event() == EVENTS);
            discard(facts, "other");
        })).containsExactly("5: field a of pkt-20@t has not come to its target, nor a newer one");
    }

    private static void discard(List<Fact> facts, String key) {
        facts.add(new Fact.Accepted("e21", id(21), key, 21, content(21)));
        facts.add(new Fact.Recorded(id(21), 0, 0, Outcome.DISCARDED));
    }

    @Test
    void oneIdempotencyKeyStandsForOneContent() {
        assertThat(broken(facts -> facts.add(facts.indexOf(sent(5)) + 1,
                new Fact.Sent("t", 1, id(5), "k", 5, "key-5", Map.of("a", 6L)))))
                .containsExactly("3: the idempotency key of pkt-5@t stands for two contents");
    }

    @Test
    void whatIsLeftHasNotEnded() {
        assertThat(broken(facts -> facts.add(new Fact.Left(id(4), false))))
                .containsExactly("2: pkt-4@t has ended and still waits");
    }

    private static List<String> broken(Consumer<List<Fact>> change) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact.Owned("t", 1, 1));
        for (int event = 1; event <= EVENTS; event++) {
            facts.add(new Fact.Begun("e" + event));
            facts.add(new Fact.Accepted("e" + event, id(event), "k", event, content(event)));
            facts.add(new Fact.Answered("e" + event));
        }
        for (int event = 1; event <= EVENTS; event++) {
            facts.add(sent(event));
            facts.add(new Fact.Took("t", id(event), "k", event, content(event)));
            facts.add(recorded(event));
        }
        change.accept(facts);
        return Promises.broken(facts);
    }

    private static Fact sent(int event) {
        return new Fact.Sent("t", 1, id(event), "k", event, "key-" + event, content(event));
    }

    private static Fact recorded(int event) {
        return new Fact.Recorded(id(event), 1, 1, Outcome.SENT);
    }

    private static Map<String, Object> content(int event) {
        return Map.of("a", (long) event);
    }

    private static PacketId id(int event) {
        return new PacketId(event, "t", 0, 0);
    }
}
