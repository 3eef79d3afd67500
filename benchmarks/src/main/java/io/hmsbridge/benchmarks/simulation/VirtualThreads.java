package io.hmsbridge.benchmarks.simulation;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * Virtual threads that an executor of ours runs. The JDK has that for its own tests only, so that a JVM in which it is used has to be
 * started with {@code --add-opens java.base/java.lang=ALL-UNNAMED}. A thread that such a one starts has the same executor.
 */
final class VirtualThreads {

    private static final Constructor<?> BUILDER = builder();

    private VirtualThreads() {}

    private static Constructor<?> builder() {
        try {
            var builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            return builder;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("the simulation needs a JDK 25 that was started with"
                    + " --add-opens java.base/java.lang=ALL-UNNAMED", e);
        }
    }

    static Thread start(Executor executor, String name, Runnable work) {
        try {
            return ((Thread.Builder.OfVirtual) BUILDER.newInstance(executor)).name(name).start(work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
