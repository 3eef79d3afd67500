package io.hmsbridge.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up the addresses of hosts, on threads of its own: a lookup blocks in the operating system, where it can be neither
 * bounded nor interrupted and would hold up every virtual thread that shares its carrier.
 */
final class Lookup implements AutoCloseable {

    /** Where addresses come from: the JDK's resolver, but for tests. */
    @FunctionalInterface
    interface Names {

        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    private final Names names;
    /** They outlive who asks, which may be a plugin: its class loader is not theirs. */
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("egress-lookup-", 0).daemon().inheritInheritableThreadLocals(false).factory());

    Lookup(Names names) {
        this.names = names;
    }

    /**
     * The addresses of {@code host}, at least one. An interrupt ends the wait and stays set.
     *
     * @throws UnknownHostException if there is none or none was found within {@code limit}
     */
    InetAddress[] addressesOf(String host, Duration limit) throws UnknownHostException {
        var lookup = threads.submit(() -> names.addressesOf(host));
        try {
            return lookup.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unknown(host + " was not found within " + Words.of(limit), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("the lookup of " + host + " was interrupted", e);
        } catch (ExecutionException e) {
            throw unknown(host + " is not a known host", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static UnknownHostException unknown(String message, Throwable cause) {
        var unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }
}
