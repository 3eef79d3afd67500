package io.hmsbridge.core.plugin;

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
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
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
