package io.hmsbridge.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings the server starts with. They go on its command line, which outranks {@code postgresql.conf} and
 * {@code ALTER SYSTEM}: what is promised here cannot be undone by an edited file.
 */
final class ServerSettings {
    /** The promises: durable, on the loopback address only, readable by logical replication. */
    private static final Map<String, String> FIXED = Map.of(
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on",
            "wal_level", "logical",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "password_encryption", "scram-sha-256",
            "logging_collector", "off",
            "log_destination", "stderr");

    /** Sound for a bridge that shares its machine; the log settings keep payloads (row values) out of the log. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "max_connections", "100",
            "shared_buffers", "128MB",
            "timezone", "UTC",
            "log_timezone", "UTC",
            "log_checkpoints", "off",
            "log_error_verbosity", "terse",
            "log_min_error_statement", "panic",
            "cluster_name", "hms-bridge");

    private ServerSettings() {}

    static void requireFree(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (FIXED.containsKey(lower) || lower.equals("port")) {
            throw new IllegalArgumentException("setting " + name + " is fixed for the embedded PostgreSQL");
        }
    }

    /** The argument by which a server in the list of processes is known to be the one of this cluster. */
    static String mark(Path cluster) {
        return "bridge.cluster=" + cluster;
    }

    /** As {@code -c name=value} pairs. */
    static List<String> arguments(Path cluster, int port, Map<String, String> chosen) {
        var all = new TreeMap<>(DEFAULTS);
        all.putAll(chosen);
        all.putAll(FIXED);
        all.put("port", Integer.toString(port));
        var arguments = new ArrayList<>(List.of("-c", mark(cluster)));
        all.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }
}
