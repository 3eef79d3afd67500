package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.core.time.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * A process's threads, which are virtual and run where the {@link World} lets them. When it has died, none of them goes on, wherever it
 * was.
 */
final class Machine implements Executor, Timer {

    private final World world;
    private final int number;
    private boolean alive = true;
    private boolean closed;
    /** How many steps it has left to live; negative for as many as it likes. */
    private long left = -1;
    private Runnable death = () -> {};

    Machine(World world, int number) {
        this.world = world;
        this.number = number;
    }

    int number() {
        return number;
    }

    boolean isAlive() {
        return alive;
    }

    /** It takes so many steps, and is then gone without a word. */
    void dieAfter(long steps, Runnable then) {
        left = steps;
        death = then;
        if (steps == 0) {
            die();
        }
    }

    /** One of its threads has gone on. */
    void stepped() {
        if (left > 0 && --left == 0) {
            die();
        }
    }

    private void die() {
        alive = false;
        death.run();
    }

    /** Starts a thread; those that it starts in turn are of this machine, too. */
    Thread run(String name, Runnable work) {
        return VirtualThreads.start(this, name, () -> {
            try {
                work.run();
            } catch (Throwable e) { // a thread must not end like that, whatever it was
                world.accident(name, e);
            }
        });
    }

    /** Lets other threads go on, sometimes for a while. */
    @SuppressWarnings("ThreadPriorityCheck") // this scheduler can be relied on
    void pause() throws InterruptedException {
        var random = world.random();
        int kind = random.nextInt(100);
        if (kind < 60) {
            Thread.yield();
        } else if (kind < 99) {
            sleep(Duration.ofNanos(random.nextInt(5_000_000)));
        } else {
            sleep(Duration.ofNanos(random.nextInt(2_000_000_000)));
        }
    }

    @Override
    public void execute(Runnable continuation) {
        if (alive) {
            world.ready(this, continuation);
        }
    }

    @Override
    public long nanos() {
        return world.nanos();
    }

    @Override
    public void soon(Runnable action) {
        run("soon", action);
    }

    @Override
    public void after(Duration delay, Runnable action) {
        world.alarm(world.nanos() + delay.toNanos(), this, () -> {
            if (!closed) {
                run("later", action);
            }
        });
    }

    @Override
    public Thread start(String name, Runnable work) {
        return run(name, work);
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        var sleeper = Thread.currentThread();
        var over = new boolean[1];
        var alarm = world.alarm(world.nanos() + pause.toNanos(), this, () -> {
            over[0] = true;
            LockSupport.unpark(sleeper);
        });
        parkUntil(over, alarm);
    }

    private static void parkUntil(boolean[] over, World.Alarm alarm) throws InterruptedException {
        try {
            while (!over[0]) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.park();
            }
        } finally {
            alarm.cancel();
        }
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // whoever calls it loops
    public long await(Lock lock, Condition condition, long nanos) throws InterruptedException {
        long end = world.nanos() + nanos;
        var alarm = world.alarm(end, this, () -> run("time is up", () -> {
            lock.lock();
            try {
                condition.signalAll();
            } finally {
                lock.unlock();
            }
        }));
        try {
            condition.await();
        } finally {
            alarm.cancel();
        }
        return end - world.nanos();
    }

    @Override
    public boolean join(Thread thread, Duration limit) throws InterruptedException {
        var waiter = Thread.currentThread();
        var over = new boolean[1];
        run("join", () -> {
            joined(thread);
            over[0] = true;
            LockSupport.unpark(waiter);
        });
        parkUntil(over, world.alarm(world.nanos() + limit.toNanos(), this, () -> {
            over[0] = true;
            LockSupport.unpark(waiter);
        }));
        return !thread.isAlive();
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts it", e);
        }
    }

    @Override
    public RandomGenerator random() {
        return world.random();
    }

    @Override
    public void close() {
        closed = true;
    }
}
