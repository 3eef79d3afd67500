package io.hmsbridge.core.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.SQLException;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.core.Oid;

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

    /** Lanes page and operators look while two writers commit; more would only wait inside the server. */
    private static final int CONNECTIONS = 10;

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
        config.setConnectionTimeout(5_000);
        config.setSchema(SCHEMA);
        config.addDataSourceProperty("ApplicationName", "hms-bridge");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "false");
        config.addDataSourceProperty("binaryTransferEnable", String.valueOf(Oid.UUID_ARRAY)); // see UuidArray
        config.addDataSourceProperty("prepareThreshold", "1"); // the same dozen statements for ever
        // The outbox swings between empty and millions within seconds: plans must not follow its statistics. Every
        // statement is meant to go row by row through an index.
        config.addDataSourceProperty("options", "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
                + " -c plan_cache_mode=force_generic_plan -c jit=off");
        HikariDataSource pool = null;
        try {
            migrate();
            pool = new HikariDataSource(config);
            return pool;
        } catch (FlywayException | JdbiException | HikariPool.PoolInitializationException e) {
            throw new LedgerUnavailableException("the database %s cannot be used: %s".formatted(url, reason(e)), e);
        }
    }

    private void migrate() {
        var jdbi = Jdbi.create(url, user, password);
        int major = jdbi.withHandle(
                h -> h.createQuery("select current_setting('server_version_num')::int / 10000").mapTo(int.class).one());
        if (major < OLDEST_MAJOR) {
            throw new LedgerUnavailableException("the database %s is PostgreSQL %d; HMS Bridge needs %d or newer"
                    .formatted(url, major, OLDEST_MAJOR), null);
        }
        Flyway.configure().dataSource(url, user, password).schemas(SCHEMA).defaultSchema(SCHEMA)
                .locations("classpath:io/hmsbridge/core/ledger/migration")
                .loggers("slf4j").load().migrate();
    }

    private static String reason(Throwable e) {
        var cause = e;
        while (!(cause instanceof SQLException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
