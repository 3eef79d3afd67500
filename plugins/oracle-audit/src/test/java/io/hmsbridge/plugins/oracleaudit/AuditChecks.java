package io.hmsbridge.plugins.oracleaudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for the audit connector on Oracle, and on H2 in Oracle mode. */
abstract class AuditChecks {

    private final OracleAuditConnectorFactory factory = new OracleAuditConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);

    /** Settings that lead to an empty database. */
    abstract Map<String, Object> settings();

    /** A connection of the same account to it. */
    abstract Connection open() throws SQLException;

    @Test
    void everyPacketIsARowOfItsOwnExactlyOnce() throws Exception {
        try (var context = context(Map.of()); var connector = factory.create(context)) {
            var first =
                    packet("E5", 1, Map.of("rate", new BigDecimal("62.00"), "large", new BigInteger("9".repeat(30))),
                            Map.of());
            var second = packet("E5", 2, Map.of("rate", 68, "name", "Zoë 東京"), Map.of());
            var results = ((io.hmsbridge.api.BatchConnector) connector).sendBatch(List.of(first, second));

            assertThat(results).containsOnly(SendResult.delivered("insert bridge_audit: 1 row"));
            assertThat(connector.send(first)).isEqualTo(SendResult.alreadyHad("insert bridge_audit: had it"));
            assertThat(
                    rows("SELECT packet, event_type, event_source, packet_key, sequence, form, data FROM bridge_audit"
                            + " ORDER BY sequence"))
                    .hasSize(2).last()
                    .satisfies(row -> assertThat(row).startsWith(second.id().text()
                            + "|test.happened|/test|E5|2|FIELDS|{").contains("\"rate\":68")
                            .contains("Zoë 東京"));
            assertThat(rows("SELECT data FROM bridge_audit WHERE sequence = 1").getFirst())
                    .contains("\"rate\":62.00").contains("\"large\":" + "9".repeat(30));
        }
    }

    @Test
    void withUpsertTheRowOfTheKeyIsChanged() throws Exception {
        run("CREATE TABLE current_rates (grade varchar(10) PRIMARY KEY, rate numeric(10,2), since date)");
        var with = Map.of("table", "current_rates", "mode", "upsert", "key", "grade");
        try (var context = context(Map.of()); var connector = factory.create(context)) {
            var first = packet("E5", 1, Map.of("rate", 62, "since", "2026-12-07"), with);
            send(connector, first);
            send(connector, packet("E5", 2, Map.of("rate", new BigDecimal("68.50")), with));

            assertThat(connector.send(first)).isEqualTo(SendResult.alreadyHad(
                    "upsert current_rates: sequence 1 is older than 2, which is written"));
            assertThat(rows("SELECT grade, rate FROM current_rates")).singleElement()
                    .satisfies(row -> assertThat(row).startsWith("E5|68.50"));
            assertThat(connector.send(packet("E5", 3, Map.of("rate", new BigDecimal("1.005")), with)))
                    .isInstanceOfSatisfying(SendResult.Reject.class, reject -> assertThat(reject.reason())
                            .contains("current_rates.RATE").contains("a number with 3 decimals does not fit"));
        }
    }

    @Test
    void aTableIsCreatedOnRequestAlone() throws Exception {
        try (var context = context(Map.of("create_tables", false)); var connector = factory.create(context)) {
            var packet = packet("k", 1, Map.of("rate", 1), Map.of("table", "not_there"));
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> connector.send(packet))
                    .withMessageStartingWith("table not_there is missing").extracting(SendException::kind)
                    .isEqualTo(SendException.Kind.TARGET_FAULT);
        }
    }

    @Test
    void aWrongPasswordIsATargetFault() throws Exception {
        try (var context = context(Map.of("password", "wr0ng")); var connector = factory.create(context)) {
            assertThatExceptionOfType(SendException.class)
                    .isThrownBy(() -> connector.send(packet("k", 1, Map.of("rate", 1), Map.of())))
                    .withMessageContaining("the login was refused").extracting(SendException::kind)
                    .isEqualTo(SendException.Kind.TARGET_FAULT);
        }
    }

    private TestContext context(Map<String, ?> more) throws Exception {
        var written = new HashMap<>(settings());
        written.put("create_tables", true);
        written.putAll(more);
        return TestContext.of(factory, written);
    }

    private static void send(Connector connector, Packet packet) throws Exception {
        assertThat(connector.send(packet)).isEqualTo(SendResult.delivered("upsert current_rates: 1 row"));
    }

    private Packet packet(String key, long sequence, Map<String, ?> fields, Map<String, ?> with) throws Exception {
        var made = packets.of(fields, with);
        return new Packet(made.id(), made.idempotencyKey(), made.origin(), key, sequence, 1, made.form(),
                made.content(), made.with(), "");
    }

    private void run(String sql) throws SQLException {
        try (var connection = open(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        try (var connection = open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                var row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                all.add(row.toString());
            }
            return all;
        }
    }
}
