package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which database to write to, and how.
 *
 * @param timeout for connecting, for a free connection and for each answer
 * @param connections the most that are open at once
 * @param drivers a folder with driver jars
 * @param batch the most packets in one transaction
 * @param dedupeTable remembers what was written
 * @param createTables whether a table of our own may be created where it is missing
 */
public record Database(JdbcUrl url, Optional<String> user, Optional<Secret> password, Duration timeout, int connections,
        Optional<Path> drivers, int batch, String dedupeTable, boolean createTables) {

    private static final int MOST_CONNECTIONS = 64;
    /** Oracle's longest list of values. */
    static final int LARGEST_BATCH = 1_000;
    private static final Pattern PLAIN_NAME = Pattern.compile("(?:[A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,62}");

    /**
     * A database by the settings that all connectors have.
     *
     * @throws SettingsException with everything that is wrong
     */
    public static Database of(String url, Optional<String> user, Optional<Secret> password, Duration timeout,
            int connections, Optional<Path> drivers, int batch, String dedupeTable, boolean createTables)
            throws SettingsException {
        var problems = new ArrayList<SettingsException.Problem>();
        JdbcUrl checked = null;
        try {
            checked = JdbcUrl.of(url);
        } catch (IllegalArgumentException e) {
            problems.add(new SettingsException.Problem("url", e.getMessage()));
        }
        check(connections >= 1 && connections <= MOST_CONNECTIONS, "connections", "1 to " + MOST_CONNECTIONS, problems);
        check(batch >= 1 && batch <= LARGEST_BATCH, "batch", "1 to " + LARGEST_BATCH, problems);
        check(timeout.isPositive(), "timeout", "longer than nothing", problems);
        check(isPlainName(dedupeTable), "dedupe_table", "a plain name such as bridge_delivered", problems);
        if (!problems.isEmpty()) {
            throw new SettingsException(List.copyOf(problems));
        }
        return new Database(checked, user, password, timeout, connections, drivers, batch, dedupeTable, createTables);
    }

    /** Whether a name of a table, with or without its schema, needs no quotes, so that it can stand in DDL as it is. */
    public static boolean isPlainName(String name) {
        return PLAIN_NAME.matcher(name).matches();
    }

    private static void check(boolean well, String setting, String wanted, List<SettingsException.Problem> problems) {
        if (!well) {
            problems.add(new SettingsException.Problem(setting, "'" + setting + "' must be " + wanted));
        }
    }
}
