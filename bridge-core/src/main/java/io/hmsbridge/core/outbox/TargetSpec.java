package io.hmsbridge.core.outbox;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A target as declared: a connector plus its settings.
 *
 * @param name how sheets call it
 * @param connector the name of its connector
 * @param settings as written; the connector's factory checks them
 * @param concurrency the most packets in flight at once
 * @param networks CIDRs of the private networks it may be reached in
 */
public record TargetSpec(String name, String connector, Map<String, Object> settings, int concurrency,
        RetryPolicy retry, List<String> networks) {

    /** In flight at once unless a target says otherwise: enough to fill a link, little enough to spare a small service. */
    public static final int DEFAULT_CONCURRENCY = 16;

    /** @throws IllegalArgumentException if the concurrency is not between 1 and 10,000 */
    public TargetSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(retry, "retry");
        settings = Map.copyOf(settings);
        networks = List.copyOf(networks);
        if (concurrency < 1 || concurrency > 10_000) {
            throw new IllegalArgumentException("limits.concurrency must be between 1 and 10,000");
        }
    }

    /** A target with its connector's default settings: one that a sheet names and nothing declares. */
    public static TargetSpec implicit(String name, String connector, List<String> networks) {
        return new TargetSpec(name, connector, Map.of(), DEFAULT_CONCURRENCY, RetryPolicy.DEFAULT, networks);
    }

    /** Settings may hold secrets: names alone. */
    @Override
    public String toString() {
        return name + " (" + connector + ")";
    }
}
