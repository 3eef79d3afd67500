package io.hmsbridge.core.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.core.Oid;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A pool of connections to a PostgreSQL that holds the ledger's schema, brought up to date.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://host:port/database}
 * @param user null for that of the operating system
 * @param password null for none
 */
public record Database(String url, String user, String password) {

    private static final String SCHEMA = "hms_bridge";
    private static final int OLDEST_MAJOR = 15;

    /** The version of the last file below {@code migration}. */
    static final String NEWEST_MIGRATION = "21";

    /** Where Flyway notes what it has done. */
    private static final String HISTORY = SCHEMA + ".flyway_schema_history";

    /** Lanes page and operators look while two writers commit; more would only wait inside the server. */
    static final int CONNECTIONS = 10;

    /** How long to wait for one of them. */
    static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);

    /** How long a statement may take; most take milliseconds, so that more means a lock or a disk that is stuck. */
    private static final Duration STATEMENT = Duration.ofSeconds(20);

    /** After so long without an answer nobody is there any more. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** A migration may rewrite a large table. */
    private static final Duration MIGRATION = Duration.ofHours(4);

    /** The server, too, notices that we are gone, and frees what we had locked. */
    private static final String SERVER_NOTICES = " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5";

    public Database {
        user = Objects.requireNonNullElse(user, System.getProperty("user.name"));
        password = Objects.requireNonNullElse(password, "");
    }

    @Override
    public String toString() {
        return url;
    }

    /** @throws LedgerUnavailableException in words for people: unreachable, too old, or not allowed */
    HikariDataSource open() {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName("ledger");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setValidationTimeout(1_000);
        config.setExceptionOverride(new ReadOnlySessions());
        config.setSchema(SCHEMA);
        network(ANSWER).forEach(config::addDataSourceProperty);
        config.addDataSourceProperty("reWriteBatchedInserts", "false");
        config.addDataSourceProperty("binaryTransferEnable", String.valueOf(Oid.UUID_ARRAY)); // see UuidArray
        config.addDataSourceProperty("prepareThreshold", "1"); // the same dozen statements for ever
        // The outbox swings between empty and millions within seconds: plans must not follow its statistics. Every
        // statement is meant to go row by row through an index.
        config.addDataSourceProperty("options", "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
                + " -c plan_cache_mode=force_generic_plan -c jit=off"
                // What the server gives up by itself is known not to have been done.
                + " -c statement_timeout=" + STATEMENT.toMillis()
                + " -c idle_in_transaction_session_timeout=" + STATEMENT.toMillis()
                + SERVER_NOTICES);
        HikariDataSource pool = null;
        try {
            migrate();
            pool = new HikariDataSource(config);
            return pool;
        } catch (FlywayException | JdbiException | HikariPool.PoolInitializationException e) {
            throw new LedgerUnavailableException("the database %s cannot be used: %s".formatted(url, reason(e)), e);
        }
    }

    /**
     * A connection of its own, for what takes longer or sits and waits.
     *
     * @param answer how long the server may take to answer
     */
    Connection connect(Duration answer) throws SQLException {
        var properties = network(answer);
        properties.put("user", user);
        properties.put("password", password);
        properties.put("currentSchema", SCHEMA);
        properties.put("options", SERVER_NOTICES.strip());
        var all = new Properties();
        all.putAll(properties);
        return DriverManager.getConnection(url, all);
    }

    /** So that neither side waits for ever for one that is gone without a word. A parameter in the URL outranks each. */
    private static Map<String, String> network(Duration answer) {
        var properties = new HashMap<String, String>();
        properties.put("ApplicationName", "hms-bridge");
        properties.put("tcpKeepAlive", "true");
        properties.put("connectTimeout", "5");
        properties.put("loginTimeout", "5");
        properties.put("socketTimeout", String.valueOf(answer.toSeconds()));
        return properties;
    }

    private void migrate() {
        var source = new PGSimpleDataSource();
        source.setUser(user);
        source.setPassword(password);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(5);
        source.setLoginTimeout(5);
        source.setSocketTimeout((int) MIGRATION.toSeconds());
        source.setUrl(url); // last, so that its parameters hold
        boolean upToDate = Jdbi.create(source).withHandle(handle -> {
            refuseOld(handle);
            return isUpToDate(handle);
        });
        if (upToDate) {
            return;
        }
        Flyway.configure().dataSource(source).schemas(SCHEMA).defaultSchema(SCHEMA)
                .locations("classpath:io/hmsbridge/core/ledger/migration")
                .loggers("slf4j").load().migrate();
    }

    private void refuseOld(Handle handle) {
        int major = handle.createQuery("select current_setting('server_version_num')::int / 10000").mapTo(int.class)
                .one();
        if (major < OLDEST_MAJOR) {
            throw new LedgerUnavailableException("the database %s is PostgreSQL %d; HMS Bridge needs %d or newer"
                    .formatted(url, major, OLDEST_MAJOR), null);
        }
    }

    /** Asked first because Flyway takes longer to find that there is nothing to do than the rest of a start. */
    private static boolean isUpToDate(Handle handle) {
        return handle.createQuery("select to_regclass('%s') is not null".formatted(HISTORY)).mapTo(boolean.class).one()
                && handle.createQuery("select exists (select from %s where version = :newest and success)"
                        .formatted(HISTORY)).bind("newest", NEWEST_MIGRATION).mapTo(boolean.class).one();
    }

    private static String reason(Throwable e) {
        var cause = e;
        while (!(cause instanceof SQLException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
