package io.hmsbridge.core.mapping.expression;

import com.dashjoin.jsonata.Jsonata.EntryCallback;
import com.dashjoin.jsonata.Jsonata.ExitCallback;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Parser.Symbol;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one evaluation may take. It is counted in steps, so that the same event always ends the same way however busy the
 * machine is; the clock only helps where a step is slow.
 */
final class Bounds implements EntryCallback, ExitCallback {

    static final int MOST_CHARACTERS = 1_000_000;
    private static final int MOST_STEPS = 500_000;
    private static final int MOST_LOOKS = 5_000_000;
    private static final int DEEPEST = 200;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int LOOK_AT_CLOCK = 0x3FF;
    /** The evaluation that runs on this thread: patterns and functions count for it. */
    private static final ThreadLocal<Bounds> RUNNING = new ThreadLocal<>();

    private final Bounds outer = RUNNING.get();
    private final long began = System.nanoTime();
    private int steps;
    private int looks;
    private int depth;
    private int values;

    static Bounds begin(Frame frame) {
        var bounds = new Bounds();
        frame.setEvaluateEntryCallback(bounds);
        frame.setEvaluateExitCallback(bounds);
        RUNNING.set(bounds);
        return bounds;
    }

    void end() {
        if (outer == null) {
            RUNNING.remove();
        } else {
            RUNNING.set(outer);
        }
    }

    static Bounds running() {
        return RUNNING.get();
    }

    @Override
    public void callback(Symbol expression, Object input, Frame frame) {
        if (++depth > DEEPEST) {
            throw new ExpressionException(
                    "it goes deeper than " + DEEPEST + " levels; does a function call itself for ever?");
        }
        step(1);
    }

    @Override
    public void callback(Symbol expression, Object input, Frame frame, Object result) {
        depth--;
        switch (result) {
            case String text -> fits(text.length());
            case List<?> list -> made(list.size());
            case Map<?, ?> map -> made(map.size());
            case null, default -> {} // of no size
        }
    }

    /** Counts work. */
    void step(int count) {
        steps += count;
        if (steps > MOST_STEPS) {
            throw new ExpressionException("it takes more than " + MOST_STEPS + " steps; does it ever end?");
        }
        if ((steps & LOOK_AT_CLOCK) == 0) {
            checkClock();
        }
    }

    /** Counts one look of a pattern at a character. */
    void look() {
        if (++looks > MOST_LOOKS) {
            throw new ExpressionException("a regular expression tries too many ways to match; make it simpler:"
                    + " avoid a repetition inside a repetition, as in (a+)+");
        }
    }

    /** Refuses a text that grows too long. */
    static void fits(long characters) {
        if (characters > MOST_CHARACTERS) {
            throw new ExpressionException("a text grows longer than " + MOST_CHARACTERS + " characters");
        }
    }

    private void made(int size) {
        values += Math.min(size, MOST_STEPS);
        if (values > 10 * MOST_STEPS) {
            throw new ExpressionException("its lists grow too large");
        }
    }

    private void checkClock() {
        if (System.nanoTime() - began > LONGEST_NANOS) {
            throw new ExpressionException("it takes longer than 5 seconds");
        }
    }
}
