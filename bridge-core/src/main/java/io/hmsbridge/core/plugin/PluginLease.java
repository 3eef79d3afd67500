package io.hmsbridge.core.plugin;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A factory on loan. The plugin it comes from stays loaded until the lease is closed, even if a new version has taken
 * its place or its jar is gone: a lane takes a lease of the new version, drains and closes its old connector, and
 * closes the old lease last.
 *
 * @param <F> {@code ConnectorFactory} or {@code InboundConnectorFactory}
 */
public final class PluginLease<F> implements AutoCloseable {

    private final F factory;
    private final String plugin;
    private final ClassLoader loader;
    private final Runnable onClose;
    /** Of each lease, and no constant: see {@link #beyond}. */
    private final MethodHandle barrier = barrier();
    private final AtomicBoolean closed = new AtomicBoolean();

    PluginLease(F factory, String plugin, ClassLoader loader, Runnable onClose) {
        this.factory = factory;
        this.plugin = plugin;
        this.loader = loader;
        this.onClose = onClose;
    }

    /** The factory; not to be used after {@link #close}. */
    public F factory() {
        return factory;
    }

    /** Where the factory comes from, for people: {@code payroll-rest 1.0.0}, or {@code built in}. */
    public String plugin() {
        return plugin;
    }

    /** Whether both come of the same jar, loaded once. */
    public boolean isOfSamePlugin(PluginLease<?> other) {
        return loader.equals(other.loader);
    }

    /**
     * Runs {@code work} with the plugin's class loader as the thread's context class loader, as libraries inside the
     * plugin expect. Every call into the factory and its connectors belongs in here.
     */
    public <R> R call(Callable<R> work) throws Exception {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return beyond(work);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Calls through a handle that the compiler does not see through. Else it would put a plugin's code into ours, and a
     * thread that waits in that, such as a lane's for its next packet, would keep the classes of a version that is long
     * gone.
     */
    @SuppressWarnings("unchecked") // the handle is that of Callable
    private <R> R beyond(Callable<R> work) throws Exception {
        try {
            return (R) (Object) barrier.invokeExact((Callable<?>) work);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a callable throws nothing else", e);
        }
    }

    private static MethodHandle barrier() {
        try {
            return MethodHandles.lookup().findVirtual(Callable.class, "call", MethodType.methodType(Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("java.util.concurrent.Callable", e);
        }
    }

    /**
     * Gives the factory back. Quick, and has an effect once; a plugin that was replaced is unloaded after its last
     * lease.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
    }

    @Override
    public String toString() {
        return plugin;
    }
}
