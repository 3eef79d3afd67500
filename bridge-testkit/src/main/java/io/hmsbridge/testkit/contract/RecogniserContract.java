package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.Recogniser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every recogniser promises, as tests: subclass it, and the recogniser is held to its contract. A check that fails says which
 * {@link Breach} it found.
 */
public abstract class RecogniserContract {

    private static final int AT_ONCE = 16;

    /** The recogniser under test. */
    protected abstract Recogniser recogniser();

    /** Texts with values of the class in brackets: {@code case [CN-2026-000417] is closed}. */
    protected abstract List<String> examples();

    /** Texts without any, among them such as look nearly alike. */
    protected abstract List<String> counterExamples();

    /** How long it may take for 100 KB, on a machine that has other work: a bridge blocks what takes five seconds. */
    protected Duration limit() {
        return Duration.ofSeconds(5);
    }

    @Test
    void itHasANameThatPoliciesCanUse() {
        var name = recogniser().dataClass();
        Breach.MISNAMED.unless(name != null && name.matches("[a-z][a-z0-9-]{0,40}"), String.valueOf(name));
        Breach.MISNAMED.unless(name.equals(recogniser().dataClass()), "it changes");
    }

    @Test
    void itFindsValuesWhereTheyStand() throws Exception {
        Breach.MISSED.unless(!examples().isEmpty(), "there are no examples");
        for (var example : examples()) {
            var wanted = marked(example);
            Breach.MISSED.unless(!wanted.isEmpty(), "nothing is in brackets in: " + example);
            var found = find(bare(example));
            Breach.MISSED.unless(found.containsAll(wanted), "in: " + example);
            Breach.FOUND_WRONGLY.unless(wanted.containsAll(found), "beside the values in: " + example);
        }
    }

    @Test
    void itFindsNothingElse() throws Exception {
        Breach.FOUND_WRONGLY.unless(!counterExamples().isEmpty(), "there are no counter-examples");
        for (var text : counterExamples()) {
            Breach.FOUND_WRONGLY.unless(find(text).isEmpty(), "in: " + text);
        }
    }

    @Test
    void whatItFindsLiesWithinTheText() throws Exception {
        long seed = new Random().nextLong();
        for (var text : Hostile.nonsense(seed)) {
            within(text, "seed " + seed);
        }
        for (var example : examples()) {
            for (int cut = 0; cut < bare(example).length(); cut++) {
                within(bare(example).substring(cut), "an example from its character " + cut + " on");
                within(bare(example).substring(0, cut), "an example up to its character " + cut);
            }
        }
    }

    @Test
    void itAnswersInTimeWhateverTheText() throws Exception {
        for (var text : Hostile.longTexts(examples().stream().map(RecogniserContract::bare).toList())) {
            find(text);
        }
    }

    @Test
    void itAnswersAlikeByManyThreadsAtOnce() throws Exception {
        for (var example : examples()) {
            var text = bare(example);
            var alone = find(text);
            Breach.NOT_STEADY.unless(find(text).equals(alone), "asked twice about: " + example);
            Hostile.askAtOnce(() -> inOrder(recogniser().find(text, "")), alone, AT_ONCE, Duration.ofSeconds(30));
        }
    }

    private void within(String text, String where) throws InterruptedException {
        Breach.OUT_OF_TEXT.unless(find(text).stream().allMatch(
                one -> one.start() >= 0 && one.start() < one.end() && one.end() <= text.length()), where);
    }

    private List<Recogniser.Found> find(String text) throws InterruptedException {
        var tested = recogniser();
        return inOrder(Hostile.ask(() -> tested.find(text, ""), limit()));
    }

    private static List<Recogniser.Found> inOrder(List<Recogniser.Found> found) {
        return found.stream().sorted(Comparator.comparing(Recogniser.Found::start)).toList();
    }

    private static String bare(String example) {
        return example.replace("[", "").replace("]", "");
    }

    private static List<Recogniser.Found> marked(String example) {
        var marked = new ArrayList<Recogniser.Found>();
        int open = example.indexOf('[');
        for (int marks = 0; open >= 0; marks += 2) {
            int close = example.indexOf(']', open);
            marked.add(new Recogniser.Found(open - marks, close - marks - 1));
            open = example.indexOf('[', close);
        }
        return marked;
    }
}
