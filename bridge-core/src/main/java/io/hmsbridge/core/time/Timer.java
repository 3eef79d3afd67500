package io.hmsbridge.core.time;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.random.RandomGenerator;

/**
 * Time and threads, as the committer and the lanes have them: whatever they do later, for how long, and by chance goes through here, so
 * that a simulation can stand in for the machine. Virtual threads that they start by themselves run where their starter does. Safe to
 * use from many threads.
 */
public interface Timer extends AutoCloseable {

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /** Runs something as soon as may be, never on the caller's thread. */
    void soon(Runnable action);

    /** Runs something later, never on the caller's thread; does nothing once the timer is closed. */
    void after(Duration delay, Runnable action);

    /** Starts a thread that may block anything but other threads. It does not keep the process. */
    Thread start(String name, Runnable work);

    void sleep(Duration pause) throws InterruptedException;

    /**
     * Waits for a condition of a lock that is held, at most so long; may return earlier.
     *
     * @return how many nanoseconds are left, none or fewer if the time is up
     */
    long await(Lock lock, Condition condition, long nanos) throws InterruptedException;

    /** Waits for the end of a thread, at most so long; returns whether it has ended. */
    boolean join(Thread thread, Duration limit) throws InterruptedException;

    /** Chance, for whoever asks on this thread just now. */
    RandomGenerator random();

    @Override
    void close();
}
