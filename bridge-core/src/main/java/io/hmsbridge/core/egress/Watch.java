package io.hmsbridge.core.egress;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off calls whose time is up. One thread looks over all calls in flight every {@value #TICK_MS} ms, so that a call
 * costs an entry in a set rather than a timer.
 */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int TICK_MS = 20;
    private static final int TRIM_SECONDS = 5;

    private final BooleanSupplier held;
    private final Set<Exchange> inFlight = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("egress-watch").daemon().factory());

    /**
     * @param trim what is to be done every few seconds besides
     * @param held while this is so, no call is cut off
     */
    Watch(Runnable trim, BooleanSupplier held) {
        this.held = held;
        var _ = thread.scheduleWithFixedDelay(guarded(this::cutOff), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        var _ = thread.scheduleWithFixedDelay(guarded(trim), TRIM_SECONDS, TRIM_SECONDS, TimeUnit.SECONDS);
    }

    void add(Exchange exchange) {
        inFlight.add(exchange);
    }

    void remove(Exchange exchange) {
        inFlight.remove(exchange);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void cutOff() {
        if (!inFlight.isEmpty() && !held.getAsBoolean()) {
            long now = System.nanoTime();
            inFlight.forEach(exchange -> exchange.cutOffIfDue(now));
        }
    }

    /** An exception would end the schedule, and with it every later call's time-out. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("the watch over outgoing calls failed once and goes on", e);
            }
        };
    }
}
