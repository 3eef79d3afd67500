package io.hmsbridge.plugins.jdbc;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A JDBC address that was checked. What reaches the driver is {@code before + host + after} and the properties; nothing of what
 * was written is left for the driver to read in its own way.
 *
 * @param host the host, or the hosts of a PostgreSQL cluster, as written with their ports; empty for a database in this
 *     process
 * @param port the port of a single host
 */
public record JdbcUrl(Dialect dialect, String before, String host, int port, String after,
        Map<String, String> properties) {

    private static final Pattern SUBPROTOCOL = Pattern.compile("jdbc:([a-z0-9]{2,20}):.*");
    private static final String HOST = "[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]";
    private static final String HOST_AND_PORT = "(?<host>" + HOST + ")(?::(?<port>\\d{1,5}))?";
    private static final Pattern CLUSTER = Pattern.compile("(?<before>jdbc:postgresql://)(?<hosts>(?:" + HOST
            + ")(?::\\d{1,5})?(?:,(?:" + HOST + ")(?::\\d{1,5})?)+)(?<after>/[\\w.-]*)");
    private static final Pattern SERVER =
            Pattern.compile(
                    "(?<before>jdbc:[a-z0-9]+:(?:[a-z]+:)?@?//)" + HOST_AND_PORT + "(?<after>(?:/[\\w./:~-]*)?)");
    private static final Pattern ORACLE =
            Pattern.compile("(?<before>jdbc:oracle:thin:@)" + HOST_AND_PORT + "(?<after>[:/][\\w./:$#-]+)");
    private static final Pattern EMBEDDED = Pattern.compile(
            "jdbc:(?:h2:(?:file:|mem:|(?![a-z]+:))|sqlite:|duckdb:|derby:|hsqldb:(?:file|mem):)[\\w ./\\\\:~$-]*");

    /**
     * Checks an address.
     *
     * @throws IllegalArgumentException saying what is wrong with it, never quoting it
     */
    public static JdbcUrl of(String url) {
        var subprotocol = SUBPROTOCOL.matcher(url);
        if (!subprotocol.matches()) {
            throw new IllegalArgumentException("'url' is no JDBC address such as jdbc:postgresql://host/database");
        }
        var dialect = Dialect.of(subprotocol.group(1));
        int end = endOfBase(url, dialect);
        var base = url.substring(0, end);
        var properties = properties(dialect, url.substring(end));
        if (EMBEDDED.matcher(base).matches()) {
            return new JdbcUrl(dialect, base, "", 0, "", properties);
        }
        var cluster = CLUSTER.matcher(base);
        if (cluster.matches()) {
            return new JdbcUrl(dialect, cluster.group("before"), cluster.group("hosts"), 0, cluster.group("after"),
                    properties);
        }
        for (var form : new Pattern[] {SERVER, ORACLE}) {
            var server = form.matcher(base);
            if (server.matches()) {
                int port = server.group("port") == null ? dialect.port() : Integer.parseInt(server.group("port"));
                if (port == 0 || port > 65_535) {
                    throw new IllegalArgumentException("'url' needs the port of its host");
                }
                return new JdbcUrl(dialect, server.group("before"), server.group("host"), port, server.group("after"),
                        properties);
            }
        }
        throw new IllegalArgumentException("'url' names no host where one is looked for: write it as"
                + " jdbc:postgresql://host:port/database, jdbc:oracle:thin:@//host:port/service or the like");
    }

    /** Whether the database runs in this process, so that nothing is connected to. */
    public boolean isEmbedded() {
        return host.isEmpty();
    }

    /** The address for the driver. */
    String toDriver() {
        return isEmbedded() ? before : before + (port == 0 ? host : host + ":" + port) + after;
    }

    /** The address for the driver with a checked literal address in place of the host's name. */
    String toDriver(String address) {
        return before + (address.contains(":") ? "[" + address + "]" : address) + ":" + port + after;
    }

    /** For people: no properties, no secret. */
    @Override
    public String toString() {
        return toDriver();
    }

    private static int endOfBase(String url, Dialect dialect) {
        int end = url.length();
        for (char mark : dialect == Dialect.H2 || dialect == Dialect.OTHER ? new char[] {'?', ';'} : new char[] {'?'}) {
            int at = url.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return end;
    }

    private static Map<String, String> properties(Dialect dialect, String written) {
        var properties = new TreeMap<String, String>();
        var refused = new TreeSet<String>();
        for (var one : written.split("[?&;]")) {
            if (!one.isEmpty()) {
                int equals = one.indexOf('=');
                var name = equals < 0 ? one : one.substring(0, equals);
                if (equals < 0 || !dialect.properties().contains(name)) {
                    refused.add(name.matches("[\\w.-]{1,40}") ? name : "one that is no plain name");
                } else {
                    properties.put(name, one.substring(equals + 1));
                }
            }
        }
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(
                    "'url' has properties that are not allowed: " + String.join(", ", refused)
                            + "; allowed are " + (dialect.properties().isEmpty() ? "none"
                                    : String.join(", ", new TreeSet<>(dialect.properties())))
                            + ", and user and password have settings of their own");
        }
        return Map.copyOf(properties);
    }
}
