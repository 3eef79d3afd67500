package io.hmsbridge.plugins.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** What differs between databases, as far as these connectors meet it. */
public enum Dialect {
    POSTGRESQL("PostgreSQL", 5432, "text", "text", "bigint", "timestamp with time zone"),
    MARIADB("MariaDB", 3306, "varchar(300)", "longtext", "bigint", "timestamp(6)"),
    H2("H2", 9092, "varchar(300)", "clob", "bigint", "timestamp(6) with time zone"),
    ORACLE("Oracle", 1521, "varchar2(300 char)", "clob", "number(19)", "timestamp with time zone"),
    OTHER("the database", 0, "varchar(300)", "clob", "bigint", "timestamp");

    private final String shown;
    private final int port;
    private final String textType;
    private final String longTextType;
    private final String longType;
    private final String instantType;

    Dialect(String shown, int port, String textType, String longTextType, String longType, String instantType) {
        this.shown = shown;
        this.port = port;
        this.textType = textType;
        this.longTextType = longTextType;
        this.longType = longType;
        this.instantType = instantType;
    }

    /** The dialect of {@code jdbc:<subprotocol>:}. */
    static Dialect of(String subprotocol) {
        return switch (subprotocol) {
            case "postgresql" -> POSTGRESQL;
            case "mariadb", "mysql" -> MARIADB;
            case "h2" -> H2;
            case "oracle" -> ORACLE;
            default -> OTHER;
        };
    }

    /** Its name for people. */
    public String shown() {
        return shown;
    }

    /** The type of a text of up to 300 characters that can be part of a primary key. */
    public String textType() {
        return textType;
    }

    /** The type of a text of any length. */
    public String longTextType() {
        return longTextType;
    }

    /** The type of a {@code long}. */
    public String longType() {
        return longType;
    }

    /** The type of a moment. */
    public String instantType() {
        return instantType;
    }

    int port() {
        return port;
    }

    /** The properties that an address may carry: none that loads a class, runs a script, or weakens how values are bound. */
    Set<String> properties() {
        return switch (this) {
            case POSTGRESQL -> Set.of("ApplicationName", "currentSchema", "sslmode", "sslrootcert", "sslcert", "sslkey",
                    "sslnegotiation", "channelBinding", "gssEncMode", "tcpKeepAlive", "targetServerType",
                    "prepareThreshold", "reWriteBatchedInserts");
            case MARIADB -> Set.of("sslMode", "serverSslCert", "keyStore", "trustStore", "tcpKeepAlive", "timezone",
                    "connectionTimeZone", "rewriteBatchedStatements", "useBulkStmts");
            case H2 -> Set.of("MODE", "DATABASE_TO_UPPER", "DATABASE_TO_LOWER", "CASE_INSENSITIVE_IDENTIFIERS",
                    "DB_CLOSE_DELAY", "DB_CLOSE_ON_EXIT", "LOCK_TIMEOUT", "IFEXISTS", "NON_KEYWORDS", "WRITE_DELAY");
            case ORACLE -> Set.of();
            case OTHER -> Set.of("databaseName", "database", "schema", "encrypt", "hostNameInCertificate",
                    "applicationName", "sslConnection");
        };
    }

    /** Whether the driver takes its sockets from {@link CheckedSockets}, and so never connects unchecked. */
    boolean takesSockets() {
        return this == POSTGRESQL || this == MARIADB;
    }

    /** Puts in what the driver is always given, unless the address says otherwise. */
    void complete(Properties driver, Duration timeout) {
        if (takesSockets()) {
            driver.setProperty("socketFactory", CheckedSockets.class.getName());
        }
        if (this == POSTGRESQL) {
            driver.setProperty("loginTimeout", "0"); // else it connects on a thread of its own
            var millis = Long.toString(Math.max(1, timeout.toMillis()));
            driver.setProperty("socketTimeout", Long.toString(timeout.plusMillis(999).toSeconds())); // of the login
            driver.setProperty("sslResponseTimeout", millis);
            driver.setProperty("gssResponseTimeout", millis);
            driver.putIfAbsent("reWriteBatchedInserts", "true");
            driver.putIfAbsent("ApplicationName", "HMS Bridge");
        }
    }

    /** Statements for every new connection, so that nothing we gave up goes on in the server, and nothing is cut to fit. */
    List<String> session(Duration timeout) {
        long millis = Math.max(1, timeout.toMillis());
        return switch (this) {
            case POSTGRESQL -> List.of("SET statement_timeout = " + millis);
            case MARIADB -> List.of("SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
                    "SET SESSION innodb_lock_wait_timeout = " + Math.max(1, millis / 1000));
            case H2, ORACLE, OTHER -> List.of();
        };
    }
}
