package io.hmsbridge.plugins.oracleaudit;

import io.hmsbridge.plugins.jdbc.Connections;
import io.hmsbridge.testkit.TestContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.oracle.OracleContainer;

/** On a real Oracle, where there is Docker; skipped where there is none. */
@Testcontainers(disabledWithoutDocker = true)
class OracleIT extends AuditChecks {

    @Container
    private static final OracleContainer ORACLE = new OracleContainer("gvenzl/oracle-free:23-slim-faststart");

    private final OracleAuditConnectorFactory factory = new OracleAuditConnectorFactory();

    @Override
    Map<String, Object> settings() {
        return Map.of("url", "jdbc:oracle:thin:@//127.0.0.1:" + ORACLE.getOraclePort() + "/" + ORACLE.getDatabaseName(),
                "user", ORACLE.getUsername(), "password", ORACLE.getPassword(), "timeout", "20s");
    }

    /** By the driver in the plugin's jar: there is no other. */
    @Override
    Connection open() throws SQLException {
        try (var context = TestContext.of(factory, settings())) {
            var database = context.settings(OracleAuditConnectorFactory.Target.class).database();
            var connection = Connections.of(database, context).borrow().connection();
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
