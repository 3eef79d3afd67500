package io.hmsbridge.plugins.jdbctable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.ReadableTarget;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.jdbc.testkit.TcpProxy;
import io.hmsbridge.plugins.jdbc.testkit.TestMariaDb;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real MariaDB, through a proxy. */
class MariaDbTest {

    private static final Map<String, Object> RATES = Map.of("table", "rates");

    private final JdbcTableConnectorFactory factory = new JdbcTableConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);
    private String database;
    private TcpProxy proxy;
    private TestContext context;
    private Connector connector;

    @BeforeEach
    void open() throws Exception {
        database = TestMariaDb.database();
        proxy = new TcpProxy(TestMariaDb.port());
        run("""
                CREATE TABLE rates (id varchar(40) PRIMARY KEY, rate decimal(10,2) CHECK (rate < 1000), note varchar(5),
                  amount decimal(60,30), code varchar(10) UNIQUE, day date, at datetime(6), flag boolean, data json,
                  story longtext) CHARACTER SET utf8mb4""");
        open(Map.of());
    }

    @AfterEach
    void close() throws Exception {
        if (connector != null) {
            connector.close();
            context.close();
            proxy.close();
        }
    }

    @Test
    void valuesArriveExactly() throws Exception {
        var fields = new HashMap<String, Object>();
        fields.put("rate", new BigDecimal("68.50"));
        fields.put("amount", new BigDecimal("123456789012345678901234567.890000000000000000000000000001"));
        fields.put("note", "Zoë🚑");
        fields.put("day", "2026-12-07");
        fields.put("at", "2026-12-07T09:00:00-05:00");
        fields.put("flag", true);
        fields.put("data", Map.of("a", List.of(1, 2)));
        fields.put("story", "0123456789abcdeß".repeat(64 * 1024));
        fields.put("code", null);
        assertThat(send("k", 1, fields)).isEqualTo(SendResult.delivered("upsert rates: 1 row"));

        assertThat(
                rows("SELECT rate, amount, note, day, at, flag, json_extract(data, '$.a[1]'), char_length(story), code"
                        + " FROM rates"))
                .containsExactly("68.50|123456789012345678901234567.890000000000000000000000000001|Zoë🚑"
                        + "|2026-12-07|2026-12-07 14:00:00.000000|1|2|1048576|null");
        assertThat(((ReadableTarget) connector).read("k", packets.of(Map.of(), RATES).with()).orElseThrow())
                .containsEntry("rate", new BigDecimal("68.50")).containsEntry("note", "Zoë🚑");
    }

    @Test
    void aBatchIsWrittenOnceAndItsBadPacketsAreTold() throws Exception {
        var batch = new ArrayList<Packet>();
        for (int i = 0; i < 50; i++) {
            batch.add(packet("k" + i, 1, Map.of("rate", i == 13 ? 5000 : i)));
        }
        var results = ((BatchConnector) connector).sendBatch(batch);

        assertThat(results.get(13)).isEqualTo(SendResult.reject("table rates: a constraint refused it"
                + " (MariaDB 23000, error 4025), at rate; it was given id VARCHAR(40), rate DECIMAL(10,2)"));
        assertThat(rows("SELECT count(*) FROM rates")).containsExactly("49");
        assertThat(((BatchConnector) connector).sendBatch(batch.subList(0, 10)))
                .containsOnly(SendResult.alreadyHad("upsert rates: had it"));
        assertThat(send("k1", 2, Map.of("rate", 68))).isEqualTo(SendResult.delivered("upsert rates: 1 row"));
        assertThat(connector.send(batch.get(1))).isEqualTo(
                SendResult.alreadyHad("upsert rates: sequence 1 is older than 2, which is written"));
        assertThat(rows("SELECT rate FROM rates WHERE id = 'k1'")).containsExactly("68.00");
    }

    @Test
    void anUpsertChangesTheRowOfItsKeyAndNoOtherThatIsUniqueToo() throws Exception {
        send("a", 1, Map.of("rate", 1, "code", "X"));

        assertThat(send("b", 2, Map.of("rate", 2, "code", "X"))).isInstanceOf(SendResult.Reject.class);
        assertThat(rows("SELECT id, rate FROM rates")).containsExactly("a|1.00");
    }

    @Test
    void nothingIsCutToFit() throws Exception {
        run("SET GLOBAL sql_mode = ''"); // under which MariaDB would cut and round
        connector.close();
        context.close();
        open(Map.of());
        assertThat(send("k", 1, Map.of("note", "too long"))).isEqualTo(
                SendResult.reject("rates.note is VARCHAR(5): a text does not fit"));
        assertThat(send("k", 2, Map.of("data", "no json"))).isInstanceOf(SendResult.Reject.class);
    }

    @Test
    void whatMustBeMendedParksTheLane() throws Exception {
        assertThatExceptionOfType(SendException.class)
                .isThrownBy(() -> connector.send(packets.of(Map.of("rate", 1), Map.of("table", "later"))))
                .withMessage("table later is missing, or the account may not see it");
        assertThat(connector.probe()).isEqualTo(Health.asleep("table later is missing"));
        connector.close();
        context.close();
        open(Map.of("password", "wr0ng"));
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send("k", 1, Map.of("rate", 1)))
                .withMessageContaining("the login was refused (MariaDB 28000, error 1045)")
                .extracting(SendException::kind).isEqualTo(SendException.Kind.TARGET_FAULT);
    }

    @Test
    void aLostAnswerToACommitIsUnknownAndItsPacketIsNotWrittenTwice() throws Exception {
        send("first", 1, Map.of("rate", 1));
        proxy.cutAfterCommit();
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send("k", 1, Map.of("rate", 2)))
                .extracting(SendException::kind).isEqualTo(SendException.Kind.UNKNOWN);
        proxy.behave();

        assertThat(rows("SELECT rate FROM rates WHERE id = 'k'")).containsExactly("2.00");
    }

    @Test
    void aServerThatIsSilentOrAwayIsTriedAgain() throws Exception {
        proxy.swallow();
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send("k", 1, Map.of("rate", 1)))
                .extracting(SendException::kind).isEqualTo(SendException.Kind.RETRY);
        proxy.refuse();
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send("k", 1, Map.of("rate", 1)))
                .extracting(SendException::kind).isEqualTo(SendException.Kind.RETRY);
        assertThat(connector.probe().state()).isEqualTo(Health.State.ASLEEP);
        proxy.behave();
        assertThat(send("k", 1, Map.of("rate", 1))).isEqualTo(SendResult.delivered("upsert rates: 1 row"));
    }

    private SendResult send(String key, long sequence, Map<String, ?> fields) throws Exception {
        return connector.send(packet(key, sequence, fields));
    }

    private Packet packet(String key, long sequence, Map<String, ?> fields) throws Exception {
        var made = packets.of(fields, RATES);
        return new Packet(made.id(), made.idempotencyKey(), made.origin(), key, sequence, 1, made.form(),
                made.content(), made.with(), "");
    }

    private void open(Map<String, ?> settings) throws Exception {
        var written = new HashMap<String,
                Object>(Map.of("url", "jdbc:mariadb://127.0.0.1:" + proxy.port() + "/" + database,
                        "user", database, "password", database, "timeout", "1s", "create_tables", true));
        written.putAll(settings);
        context = TestContext.of(factory, written);
        connector = factory.create(context);
    }

    private void run(String sql) throws SQLException {
        try (var admin = TestMariaDb.admin(database); var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        try (var admin = TestMariaDb.admin(database);
                var statement = admin.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                var row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
            return rows;
        }
    }
}
