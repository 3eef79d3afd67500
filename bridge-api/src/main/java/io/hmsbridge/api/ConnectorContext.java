package io.hmsbridge.api;

import java.lang.System.Logger;
import java.time.Clock;
import javax.net.SocketFactory;

/**
 * What the bridge hands to one connector. Safe to use from many threads, until the connector's {@code close} has
 * returned.
 */
public interface ConnectorContext {

    /** The target's name. */
    String target();

    /** The target's settings, already checked against {@link ConnectorFactory#settings}. */
    Settings settings();

    /** {@link #settings()} as the record that the factory's spec was made of. */
    default <R extends Record> R settings(Class<R> type) {
        return settings().as(type);
    }

    /** The way out for HTTP: pooled, bounded, under the target's address policy. */
    Http http();

    /** The way out for all other protocols: sockets that connect under the same address policy. */
    SocketFactory sockets();

    /** A logger that knows the target's name. Ids may be logged, payloads and secrets never. */
    Logger logger();

    /** The bridge's clock; tests set it. */
    Clock clock();

    /** Adds to a counter of this target, shown among the bridge's metrics. Names are constant, in snake_case. */
    void count(String name, long amount);

    /** A small durable memory for tokens and cursors. */
    DurableState state();
}
