package io.hmsbridge.testkit.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What comes to those who read every packet: texts made to take long, and texts of no sense. */
final class Hostile {

    private static final int LONG = 100_000;
    private static final String SIGNS = "0123456789 -./()+@:%&#;=_\\ABCxyz\uD800\u200B\u0665\u4E2D\u0000\n";

    private Hostile() {}

    /** Texts of 100 KB made of one thing over and over, or of an example that does not end. */
    static List<String> longTexts(List<String> examples) {
        var texts = new ArrayList<String>();
        for (var part : List.of("a", "1", " ", "-", "A1", "1-", "aA0 ", "\uD800")) {
            texts.add(part.repeat(LONG / part.length()));
        }
        for (var example : examples) {
            var begun = example.substring(0, example.length() - 1);
            texts.add(begun.repeat(LONG / Math.max(1, begun.length()) + 1) + "!");
        }
        return texts;
    }

    /** Short texts of no sense, the same for the same seed. */
    static List<String> nonsense(long seed) {
        var random = new Random(seed);
        var texts = new ArrayList<>(List.of("", " ", "\uD83D", "\uFFFF"));
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            random.ints(random.nextInt(60), 0, SIGNS.length()).forEach(at -> text.append(SIGNS.charAt(at)));
            texts.add(text.toString());
        }
        return texts;
    }

    /** The answer, which must come in time. */
    static <T> T ask(Callable<T> question, Duration limit) throws InterruptedException {
        var answer = new FutureTask<>(question);
        var thread = Thread.ofPlatform().daemon().name("contract").start(answer);
        try {
            var answered = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            Breach.FAILED.unless(answered != null, "it answered null");
            return answered;
        } catch (TimeoutException _) {
            thread.interrupt();
            throw Breach.NOT_IN_TIME.because("no answer within " + limit);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AssertionError broken ? broken
                    : Breach.FAILED.because(e.getCause().getClass().getName());
        }
    }

    /** The same question by many threads at once; each answer must be the one expected. */
    static <T> void askAtOnce(Callable<T> question, T expected, int threads, Duration limit)
            throws InterruptedException {
        var tasks = new ArrayList<FutureTask<Boolean>>();
        for (int i = 0; i < threads; i++) {
            var task = new FutureTask<>(() -> {
                for (int turn = 0; turn < 200; turn++) {
                    if (!expected.equals(question.call())) {
                        return false;
                    }
                }
                return true;
            });
            tasks.add(task);
            Thread.ofPlatform().daemon().name("contract").start(task);
        }
        for (var task : tasks) {
            Breach.NOT_STEADY.unless(ask(task, limit), "answers differ while " + threads + " threads ask at once");
        }
    }

    private static boolean ask(FutureTask<Boolean> task, Duration limit) throws InterruptedException {
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw Breach.NOT_IN_TIME.because("no answer within " + limit);
        } catch (ExecutionException e) {
            throw Breach.NOT_STEADY.because("by many threads at once it threw " + e.getCause().getClass().getName());
        }
    }
}
