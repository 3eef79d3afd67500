package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.core.ledger.Folding;
import io.hmsbridge.core.ledger.Leases;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NothingWrittenException;
import io.hmsbridge.core.ledger.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A process's line to the database: slow at times, and cut at times, before it is asked or before its answer comes. An append whose
 * answer was lost may land later still.
 */
final class Line {

    private static final Set<String> WITHOUT =
            Set.of("close", "incarnation", "term", "node", "target", "toString", "hashCode", "equals");
    private static final Set<String> WRITES = Set.of("append", "record", "fold", "steer", "take", "release", "wake");

    private final World world;
    private final Machine machine;
    private final Machine outside;
    private final Store store;
    private boolean open;
    private boolean cut;
    private int doubts;

    /** @param outside where a commit goes on whose process has died */
    Line(World world, Machine machine, Machine outside, MemoryStore real) {
        this.world = world;
        this.machine = machine;
        this.outside = outside;
        var leases = proxy(Leases.class, real.leases());
        var folding = proxy(Folding.class, real.folding());
        store = (Store) Proxy.newProxyInstance(Line.class.getClassLoader(), new Class<?>[] {Store.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "leases" -> leases;
                    case "folding" -> folding;
                    default -> call(real, method, arguments);
                });
    }

    /** The same, over this line. */
    <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(Line.class.getClassLoader(), new Class<?>[] {type},
                (_, method, arguments) -> call(real, method, arguments)));
    }

    Store store() {
        return store;
    }

    /** From now on things go wrong. */
    void open() {
        open = true;
    }

    void cut(boolean now) {
        cut = now;
    }

    /** Of the next commits one more has no answer. */
    void doubt() {
        doubts++;
    }

    private Object call(Object real, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "onWake" -> {
                return invoke(real, method, new Object[] {woken(arguments[0])});
            }
            case "wakeOthers" -> {
                return cut || world.random().nextInt(5) == 0 ? null : invoke(real, method, arguments);
            }
            default -> {
                return !open || WITHOUT.contains(method.getName()) ? invoke(real, method, arguments)
                        : faulty(real, method, arguments);
            }
        }
    }

    /** On a thread of this machine, unless nothing comes through. */
    @SuppressWarnings("unchecked") // that is what it is
    private Consumer<Leases.News> woken(Object listener) {
        return news -> {
            if (!cut) {
                machine.soon(() -> ((Consumer<Leases.News>) listener).accept(news));
            }
        };
    }

    private Object faulty(Object real, Method method, Object[] arguments) throws Throwable {
        pause();
        if (cut) {
            throw world.random().nextBoolean() ? new NothingWrittenException("the line is cut", null)
                    : new LedgerUnavailableException("the line is cut", null);
        }
        boolean writes = WRITES.contains(method.getName());
        if (writes && doubts > 0) {
            doubts--;
            lose(real, method, arguments);
            throw new LedgerUnavailableException("the answer was lost", null);
        }
        var answer = invoke(real, method, arguments);
        world.tell(() -> "process %d: %s%s = %s".formatted(machine.number(), method.getName(),
                Arrays.deepToString(arguments), answer));
        pause();
        if (cut) {
            if (method.getName().equals("news")) {
                ((MemoryStore) real).newsLost();
            }
            throw new LedgerUnavailableException("the line was cut before the answer", null);
        }
        return answer;
    }

    private void lose(Object real, Method method, Object[] arguments) throws Throwable {
        world.tell(() -> "process %d: no answer to %s%s".formatted(machine.number(), method.getName(),
                Arrays.deepToString(arguments)));
        switch (world.random().nextInt(3)) {
            case 0 -> {} // it never came
            case 1 -> invoke(real, method, arguments);
            default -> {
                if (method.getName().equals("append")) {
                    var late = Duration.ofMillis(world.random().nextInt(20_000));
                    outside.after(late, () -> land(real, method, arguments));
                } else {
                    invoke(real, method, arguments);
                }
            }
        }
    }

    private static void land(Object real, Method method, Object[] arguments) {
        try {
            invoke(real, method, arguments);
        } catch (Throwable _) {
            // too late: the database refuses it, and nobody is there to be told
        }
    }

    private void pause() {
        try {
            machine.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the database's driver does not give up either
        }
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
