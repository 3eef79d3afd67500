package io.hmsbridge.benchmarks.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A clock, and the threads of some machines, of which one runs at a time: each until it waits for something. Which one is next is drawn
 * by a seed, and when all wait, the clock goes on to whatever is due next. So all that happens follows from the seed.
 */
final class World {

    private static final Instant BEGIN = Instant.parse("2026-11-27T08:00:00Z");

    private record Step(Machine machine, Runnable continuation) {}

    /** Something that is due. */
    static final class Alarm {

        private final long at;
        private final long number;
        private final Machine machine;
        private final Runnable action;
        private boolean cancelled;

        private Alarm(long at, long number, Machine machine, Runnable action) {
            this.at = at;
            this.number = number;
            this.machine = machine;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }
    }

    private final Thread thread = Thread.currentThread();
    private final Random random;
    private final List<Step> ready = new ArrayList<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.<Alarm>comparingLong(alarm -> alarm.at).thenComparingLong(a -> a.number));
    private final List<String> accidents = new ArrayList<>();
    private long alarmNumber;
    private long now;
    private long steps;
    private long fingerprint;

    private final Consumer<String> told;

    /** @param told what happens, line by line; null if nobody wants to know */
    World(long seed, Consumer<String> told) {
        random = new Random(seed);
        this.told = told;
    }

    /** Something happens that whoever follows it wants to know. */
    void tell(Supplier<String> what) {
        if (told != null) {
            told.accept("%10.6f s  %s".formatted(now / 1e9, what.get()));
        }
    }

    /** Chance: the only one there is. */
    Random random() {
        return random;
    }

    /** Nanoseconds since it began. */
    long nanos() {
        return now;
    }

    Instant time() {
        return BEGIN.plusNanos(now);
    }

    long steps() {
        return steps;
    }

    /** Tells one course of events from another. */
    long fingerprint() {
        return fingerprint;
    }

    /** Threads that ended as none should, and how. */
    List<String> accidents() {
        return accidents;
    }

    void accident(String where, Throwable e) {
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        accidents.add(where + ": " + trace);
    }

    void ready(Machine machine, Runnable continuation) {
        if (!Thread.currentThread().isVirtual() && Thread.currentThread() != thread) {
            throw new IllegalStateException("something outside of the simulation wakes its threads");
        }
        ready.add(new Step(machine, continuation));
    }

    Alarm alarm(long at, Machine machine, Runnable action) {
        var alarm = new Alarm(Math.max(now, at), alarmNumber++, machine, action);
        alarms.add(alarm);
        return alarm;
    }

    /**
     * Lets things happen.
     *
     * @param done ends it
     * @param until when it ends at the latest
     * @param most steps after which it ends, too
     */
    void run(BooleanSupplier done, long until, long most) {
        while (steps < most && !done.getAsBoolean()) {
            if (!ready.isEmpty()) {
                step(random.nextInt(ready.size()));
                continue;
            }
            var next = alarms.peek();
            if (next == null || next.at > until) {
                now = Math.max(now, until);
                return;
            }
            alarms.remove();
            if (!next.cancelled && next.machine.isAlive()) {
                now = next.at;
                next.action.run();
            }
        }
    }

    private void step(int which) {
        var step = ready.get(which);
        var last = ready.removeLast();
        if (which < ready.size()) {
            ready.set(which, last);
        }
        if (step.machine.isAlive()) {
            steps++;
            fingerprint = (fingerprint * 31 + which) * 31 + now + step.machine.number();
            step.continuation.run();
            step.machine.stepped();
        }
    }
}
