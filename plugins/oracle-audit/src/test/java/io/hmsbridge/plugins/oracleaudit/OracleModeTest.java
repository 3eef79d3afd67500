package io.hmsbridge.plugins.oracleaudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.SendException;
import io.hmsbridge.plugins.jdbc.testkit.TcpProxy;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On H2 in Oracle mode, for the shape of the SQL; and of Oracle's own driver what can be seen without a server. */
class OracleModeTest extends AuditChecks {

    @TempDir
    private Path folder;

    @Override
    Map<String, Object> settings() {
        return Map.of("url", url(), "user", "bridge", "password", "p4ssw0rd");
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("audit") + ";MODE=Oracle;DB_CLOSE_DELAY=0";
    }

    @Override
    Connection open() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "bridge");
        properties.setProperty("password", "p4ssw0rd");
        return new org.h2.Driver().connect(url(), properties);
    }

    @Override
    @Test
    void aWrongPasswordIsATargetFault() throws Exception {
        open().close(); // the first to come makes the database, and its password
        super.aWrongPasswordIsATargetFault();
    }

    @Test
    void oraclesDriverIsThereAndTellsAServerThatHangsUp() throws Exception {
        var factory = new OracleAuditConnectorFactory();
        try (var hangsUp = new TcpProxy(1)) { // there is nobody behind it
            var url = "jdbc:oracle:thin:@//127.0.0.1:" + hangsUp.port() + "/AUDIT";
            try (var context = TestContext.of(factory, Map.of("url", url, "user", "bridge", "password", "s3cr3t"));
                    var connector = factory.create(context)) {
                var packet = new TestPackets(factory).of(Map.of("rate", 68));
                assertThatExceptionOfType(SendException.class).isThrownBy(() -> connector.send(packet))
                        .withMessageContaining("no connection to " + url).withMessageContaining("Oracle")
                        .extracting(SendException::kind).isEqualTo(SendException.Kind.RETRY);
                assertThat(connector.probe().state()).isEqualTo(io.hmsbridge.api.Health.State.ASLEEP);
            }
        }
    }
}
