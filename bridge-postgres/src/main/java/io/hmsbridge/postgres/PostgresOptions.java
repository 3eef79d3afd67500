package io.hmsbridge.postgres;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What may be chosen about the server.
 *
 * @param port the TCP port on the loopback address; 0 takes a free one at each start
 * @param settings more PostgreSQL settings, as in {@code postgresql.conf}; those that keep the promises of
 *     {@link EmbeddedPostgres} (durability, address, port, logical WAL) are refused here
 * @param cache where the server's programs are unpacked, once for each version; empty for the place that
 *     {@link EmbeddedPostgres} describes
 */
public record PostgresOptions(int port, Map<String, String> settings, Optional<Path> cache) {

    public PostgresOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        settings = Map.copyOf(settings);
        settings.keySet().forEach(ServerSettings::requireFree);
        Objects.requireNonNull(cache, "cache");
    }

    /** A free port, no more settings, the usual cache. */
    public static PostgresOptions defaults() {
        return new PostgresOptions(0, Map.of(), Optional.empty());
    }

    public PostgresOptions withPort(int other) {
        return new PostgresOptions(other, settings, cache);
    }

    /** These options and one more setting, for example {@code withSetting("shared_buffers", "512MB")}. */
    public PostgresOptions withSetting(String name, String value) {
        var more = new TreeMap<>(settings);
        more.put(name, value);
        return new PostgresOptions(port, more, cache);
    }

    public PostgresOptions withCache(Path folder) {
        return new PostgresOptions(port, settings, Optional.of(folder));
    }
}
