package io.hmsbridge.plugins.jdbctable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.ReadableTarget;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.plugins.jdbc.testkit.TcpProxy;
import io.hmsbridge.plugins.jdbc.testkit.TestPostgres;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real PostgreSQL. */
class JdbcTableConnectorTest {

    private static final Map<String, Object> RATES = Map.of("table", "rates");

    private final JdbcTableConnectorFactory factory = new JdbcTableConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);
    private final TestPostgres.Schema database = TestPostgres.schema();
    private TestContext context;
    private Connector connector;

    @BeforeEach
    void open() throws Exception {
        database.run("CREATE TABLE rates (id text PRIMARY KEY, rate numeric(10,2), grade char(2), note varchar(5))");
        own();
        open(Map.of());
    }

    @AfterEach
    void close() throws Exception {
        connector.close();
        context.close();
    }

    @Test
    void aBatchIsOneTransactionAndHasAResultForEachPacket() throws Exception {
        var batch = new ArrayList<Packet>();
        for (int i = 0; i < 300; i++) {
            batch.add(packet("k" + i, i + 1, Map.of("rate", i), RATES));
        }
        var results = ((BatchConnector) connector).sendBatch(batch);

        assertThat(results).hasSize(300).containsOnly(SendResult.delivered("upsert rates: 1 row"));
        assertThat(database.rows("SELECT count(*), sum(rate), count(DISTINCT xmin::text) FROM rates"))
                .containsExactly("300|44850.00|1");
        assertThat(database.rows("SELECT count(*), count(DISTINCT xmin::text) FROM bridge_delivered"))
                .containsExactly("300|1");
    }

    @Test
    void theBadPacketsOfABatchAreRejectedAndTheOthersAreWritten() throws Exception {
        database.run("ALTER TABLE rates ADD CHECK (rate < 1000)");
        var batch = new ArrayList<Packet>();
        for (int i = 0; i < 100; i++) {
            batch.add(packet("k" + i, i + 1, Map.of("rate", i == 13 || i == 77 ? 5000 : i), RATES));
        }
        var results = ((BatchConnector) connector).sendBatch(batch);

        for (int i = 0; i < 100; i++) {
            assertThat(results.get(i)).isInstanceOf(i == 13 || i == 77 ? SendResult.Reject.class
                    : SendResult.Delivered.class);
        }
        assertThat(database.rows("SELECT count(*) FROM rates")).containsExactly("98");
        assertThat(database.rows("SELECT count(*) FROM bridge_delivered")).containsExactly("98");
    }

    @Test
    void aPacketIsRecognisedByItsKeyAndAnOlderOneByItsSequence() throws Exception {
        var first = packet("k", 5, Map.of("rate", 62), RATES);
        var second = packet("k", 9, Map.of("rate", 68), RATES);
        connector.send(first);
        connector.send(second);
        database.run("UPDATE rates SET rate = 1");

        assertThat(connector.send(second)).isEqualTo(SendResult.alreadyHad("upsert rates: had it"));
        assertThat(connector.send(first)).isEqualTo(
                SendResult.alreadyHad("upsert rates: sequence 5 is older than 9, which is written"));
        assertThat(database.rows("SELECT rate FROM rates")).containsExactly("1.00");
    }

    @Test
    void theyAreRecognisedAmongManyNewOnesToo() throws Exception {
        var batches = (BatchConnector) connector;
        for (int i = 0; i < 20; i++) {
            batches.sendBatch(List.of(packet("new " + i, 5, Map.of("rate", 62), RATES)));
        }
        var again = packet("k", 5, Map.of("rate", 62), RATES);
        batches.sendBatch(List.of(packet("n", 9, Map.of("rate", 70), RATES), again));

        assertThat(batches.sendBatch(List.of(packet("new", 5, Map.of("rate", 1), RATES), again,
                packet("n", 8, Map.of("rate", 2), RATES), packet("new 7", 6, Map.of("rate", 3), RATES))))
                .containsExactly(SendResult.delivered("upsert rates: 1 row"),
                        SendResult.alreadyHad("upsert rates: had it"),
                        SendResult.alreadyHad("upsert rates: sequence 8 is older than 9, which is written"),
                        SendResult.delivered("upsert rates: 1 row"));
        assertThat(database.rows("SELECT id, rate FROM rates WHERE id IN ('k', 'n', 'new', 'new 7') ORDER BY id"))
                .containsExactly("k|62.00", "n|70.00", "new|1.00", "new 7|3.00");
        assertThat(database.rows("SELECT count(*), count(DISTINCT left(id, 8)) FROM bridge_delivered"))
                .containsExactly("23|3"); // keys without their last three letters: ne, new, and none
    }

    @Test
    void thePartsOfOneEventWithOneKeyAreAllWritten() throws Exception {
        connector.send(packet("k", 5, Map.of("rate", 62), RATES));
        connector.send(packet("k", 5, Map.of("note", "abc"), RATES));

        assertThat(database.rows("SELECT rate, note FROM rates")).containsExactly("62.00|abc");
    }

    @Test
    void dataThatIsRefusedLeavesNoTraceThatItWasDelivered() throws Exception {
        database.run("ALTER TABLE rates ADD CHECK (rate < 1000)");
        var packet = packet("k", 1, Map.of("rate", 5000), RATES);
        assertThat(connector.send(packet)).isInstanceOf(SendResult.Reject.class);
        database.run("ALTER TABLE rates DROP CONSTRAINT rates_rate_check");

        assertThat(connector.send(packet)).isEqualTo(SendResult.delivered("upsert rates: 1 row"));
    }

    @Test
    void insertUpdateAndDeleteDoAsTheirNamesSay() throws Exception {
        database.run("INSERT INTO rates VALUES ('a', 1, 'E5', NULL), ('b', 2, 'E5', NULL), ('c', 3, 'E6', NULL)");

        assertThat(connector.send(packet("E5", 1, Map.of("rate", 70), with("update", "grade"))))
                .isEqualTo(SendResult.delivered("update rates: 2 rows"));
        assertThat(connector.send(packet("E9", 1, Map.of("rate", 70), with("update", "grade"))))
                .isEqualTo(SendResult.delivered("update rates: 0 rows"));
        assertThat(connector.send(packet("d", 1, Map.of("rate", 4), with("insert", "id"))))
                .isEqualTo(SendResult.delivered("insert rates: 1 row"));
        assertThat(connector.send(packet("c", 1, Map.of(), with("delete", "id"))))
                .isEqualTo(SendResult.delivered("delete rates: 1 row"));
        assertThat(connector.send(packet("d", 2, Map.of("rate", 9), with("insert", "id"))))
                .isEqualTo(
                        SendResult.reject("table rates: a constraint refused it (PostgreSQL 23505), at id, rates_pkey;"
                                + " it was given id text, rate numeric(10,2)"));
        assertThat(database.rows("SELECT id, rate FROM rates ORDER BY id")).containsExactly("a|70.00", "b|70.00",
                "d|4.00");
    }

    @Test
    void aConditionNarrowsAnUpdate() throws Exception {
        database.run("INSERT INTO rates VALUES ('a', 1, 'E5', 'x'), ('b', 2, 'E5', 'y')");
        var with = new HashMap<>(with("update", "grade"));
        with.put("where", Map.of("note", "y"));

        connector.send(packet("E5", 1, Map.of("rate", 70), with));

        assertThat(database.rows("SELECT id, rate FROM rates ORDER BY id")).containsExactly("a|1.00", "b|70.00");
    }

    @Test
    void aKeyOfSeveralColumnsComesFromFields() throws Exception {
        database.run("CREATE TABLE per_grade (grade text, region text, rate int, PRIMARY KEY (region, grade))");
        own();
        var with = Map.of("table", "per_grade", "key", List.of("grade", "region"));
        connector.send(packet("k", 1, Map.of("grade", "E5", "region", "EU", "rate", 1), with));
        connector.send(packet("k", 2, Map.of("grade", "E5", "region", "EU", "rate", 2), with));

        assertThat(database.rows("SELECT * FROM per_grade")).containsExactly("E5|EU|2");
        assertThat(connector.send(packet("k", 3, Map.of("grade", "E5", "rate", 3), with))).isEqualTo(SendResult.reject(
                "table per_grade: the packet has no field for its key column region; add it to the sheet's map: or set:"));
    }

    @Test
    void anUpsertNeedsAUniqueKey() throws Exception {
        assertThatExceptionOfType(SendException.class)
                .isThrownBy(() -> connector.send(packet("k", 1, Map.of("rate", 1), with("upsert", "grade"))))
                .withMessage("table rates has no primary key or unique index on grade, which an upsert needs")
                .extracting(SendException::kind).isEqualTo(SendException.Kind.TARGET_FAULT);
    }

    @Test
    void valuesAreKeptExactlyOrRefusedByTypeAndNeverShown() throws Exception {
        database.run("""
                CREATE TABLE kinds (id text PRIMARY KEY, day date, at timestamptz, local timestamp, hour time, flag boolean,
                  uid uuid, tiny smallint, near double precision, price numeric(5,2) NOT NULL DEFAULT 0, data jsonb,
                  mood mood)
                """.replace("mood mood", "mood " + database.name() + ".mood").replace("CREATE TABLE",
                "CREATE TYPE " + database.name() + ".mood AS ENUM ('fine'); CREATE TABLE"));
        own();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("day", "2026-12-07");
        fields.put("at", "2026-12-07T09:00:00-05:00");
        fields.put("local", "2026-12-07T09:00:00");
        fields.put("hour", "18:00");
        fields.put("flag", true);
        fields.put("uid", "6f1b8f3e-9d5b-4a53-8a8e-2f2f0f3f4d5c");
        fields.put("tiny", -32768);
        fields.put("near", new BigDecimal("0.1"));
        fields.put("price", "123.45");
        fields.put("data", Map.of("a", List.of(1, "\u0001\"\\")));
        fields.put("mood", "fine");
        assertThat(connector.send(packet("k", 1, fields, Map.of("table", "kinds"))))
                .isEqualTo(SendResult.delivered("upsert kinds: 1 row"));
        assertThat(database.rows("SELECT day, at AT TIME ZONE 'UTC', local, hour, flag, uid, tiny, near, price,"
                + " data->'a'->0, mood FROM kinds"))
                .containsExactly("2026-12-07|2026-12-07 14:00:00|2026-12-07 09:00:00"
                        + "|18:00:00|t|6f1b8f3e-9d5b-4a53-8a8e-2f2f0f3f4d5c|-32768|0.1|123.45|1|fine");

        var refused = new LinkedHashMap<String, Object>();
        refused.put("day", "07/12/2026");
        refused.put("at", "2026-12-07T09:00:00");
        refused.put("flag", "yes");
        refused.put("tiny", 32768);
        refused.put("near", new BigInteger("9007199254740993"));
        refused.put("price", new BigDecimal("1.005"));
        refused.put("missing", "secret-content");
        refused.put("uid", "secret-content");
        refused.put("mood", "secret-content");
        refused.put("data", "\u0000secret-content");
        var reasons = new LinkedHashMap<String, String>();
        int sequence = 1;
        for (var field : refused.entrySet()) {
            var result = connector.send(packet("k", ++sequence, Map.of(field.getKey(), field.getValue()),
                    Map.of("table", "kinds")));
            assertThat(result).as(field.getKey()).isInstanceOf(SendResult.Reject.class);
            reasons.put(field.getKey(), ((SendResult.Reject) result).reason());
        }
        assertThat(reasons).containsEntry("day", "kinds.day is date: a text does not fit")
                .containsEntry("at", "kinds.at is timestamptz: a text does not fit")
                .containsEntry("flag", "kinds.flag is bool: a text does not fit")
                .containsEntry("tiny", "kinds.tiny is int2: a whole number does not fit")
                .containsEntry("near", "kinds.near is float8: a whole number does not fit")
                .containsEntry("price", "kinds.price is numeric(5,2): a number with 3 decimals does not fit")
                .containsEntry("missing", "table kinds has no column missing")
                .containsEntry("uid", "table kinds: a value does not fit its column (PostgreSQL 22P02);"
                        + " it was given id text, uid uuid");
        assertThat(reasons.values()).noneMatch(reason -> reason.contains("secret-content"));

        var nothing = new HashMap<String, Object>();
        nothing.put("price", null);
        assertThat(connector.send(packet("k", 99, nothing, Map.of("table", "kinds"))))
                .isEqualTo(SendResult.reject("kinds.price takes no null"));
    }

    @Test
    void namesAreLookedUpAndQuotedSoThatNoneIsReadAsSql() throws Exception {
        database.run("CREATE TABLE \"odd \"\"; DROP TABLE rates; --\" (\"Key\" text PRIMARY KEY, \"select\" int)");
        own();
        var with = Map.of("table", "odd \"; DROP TABLE rates; --", "key", "key");

        assertThat(connector.send(packet("k", 1, Map.of("SELECT", 1), with))).isInstanceOf(SendResult.Delivered.class);
        assertThat(connector.send(packet("k", 2, Map.of("x\"=1; DROP TABLE rates; --", 1), with)))
                .isInstanceOf(SendResult.Reject.class);
        assertThat(database.rows("SELECT * FROM \"odd \"\"; DROP TABLE rates; --\"")).containsExactly("k|1");
        assertThat(database.rows("SELECT count(*) FROM rates")).containsExactly("0");
    }

    @Test
    void aMissingTableIsATargetFaultUntilItIsThere() throws Exception {
        var packet = packet("k", 1, Map.of("rate", 1), Map.of("table", "later"));
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> connector.send(packet))
                .withMessage("table later is missing, or the account may not see it");
        assertThat(connector.probe()).isEqualTo(Health.asleep("table later is missing"));

        database.run("CREATE TABLE later (id text PRIMARY KEY, rate int)");
        own();
        assertThat(connector.probe()).isEqualTo(Health.awake("PostgreSQL"));
        assertThat(connector.send(packet)).isEqualTo(SendResult.delivered("upsert later: 1 row"));
    }

    @Test
    void aColumnAddedMeanwhileIsSeen() throws Exception {
        connector.send(packet("k", 1, Map.of("rate", 1), RATES));
        database.run("ALTER TABLE rates ALTER COLUMN note TYPE text");

        assertThat(connector.send(packet("k", 2, Map.of("rate", 2), RATES))).isInstanceOf(SendResult.Delivered.class);
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        connector.send(packet("k", 1, Map.of("rate", new BigDecimal("68.5"), "grade", "E5"), RATES));

        var read = ((ReadableTarget) connector).read("k", packets.of(Map.of(), RATES).with());

        var expected = new HashMap<String, Object>();
        expected.put("id", "k");
        expected.put("rate", new BigDecimal("68.50"));
        expected.put("grade", "E5");
        expected.put("note", null);
        assertThat(read).contains(expected);
        assertThat(((ReadableTarget) connector).read("nobody", packets.of(Map.of(), RATES).with())).isEmpty();
    }

    @Test
    void aMergePatchNullEmptiesItsColumn() throws Exception {
        connector.send(packet("k", 1, Map.of("rate", 1, "note", "old"), RATES));
        var patch = new HashMap<String, Object>();
        patch.put("note", null);
        var made = packet("k", 2, patch, RATES);
        connector.send(new Packet(made.id(), made.idempotencyKey(), made.origin(), made.key(), made.sequence(), 1,
                Packet.Form.MERGE_PATCH, made.content(), made.with(), ""));

        assertThat(database.rows("SELECT rate, note FROM rates")).containsExactly("1.00|null");
    }

    @Test
    void aConnectionThatDiedIsReplacedUnnoticed() throws Exception {
        try (var proxy = new TcpProxy(TestPostgres.port())) {
            connector.close();
            open(Map.of("url", database.url(proxy.port())));
            connector.send(packet("k", 1, Map.of("rate", 1), RATES));
            proxy.dropAll();

            assertThat(connector.send(packet("k", 2, Map.of("rate", 2), RATES)))
                    .isEqualTo(SendResult.delivered("upsert rates: 1 row"));
        }
    }

    @Test
    void aRefusedLoginIsNotTriedAgainAndAgain() throws Exception {
        try (var proxy = new TcpProxy(TestPostgres.port())) {
            connector.close();
            open(Map.of("url", database.url(proxy.port()), "password", "wr0ng"));
            for (int i = 0; i < 5; i++) {
                var packet = packet("k" + i, 1, Map.of("rate", 1), RATES);
                assertThatExceptionOfType(SendException.class).isThrownBy(() -> connector.send(packet))
                        .withMessageContaining("the login was refused (PostgreSQL 28P01)")
                        .matches(e -> e.kind() == SendException.Kind.TARGET_FAULT);
                assertThat(connector.probe().state()).isEqualTo(Health.State.ASLEEP);
            }
            assertThat(proxy.accepted()).isLessThanOrEqualTo(2); // a login with TLS asked for, and one without
        }
    }

    @Test
    void anAddressThatThePolicyForbidsIsNotConnectedTo() throws Exception {
        for (var host : List.of("169.254.169.254", "10.1.2.3", "[::ffff:169.254.169.254]")) {
            connector.close();
            open(Map.of("url", "jdbc:postgresql://" + host + ":5432/x"));
            assertThatThrownBy(() -> connector.send(packet("k", 1, Map.of("rate", 1), RATES)))
                    .isInstanceOf(IOException.class)
                    .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo("ForbiddenAddressException"));
        }
    }

    @Test
    void allProblemsOfTheSettingsAreToldAtOnce() throws Exception {
        var wrong = Map.of("url", "jdbc:postgresql://h/d?socketFactory=evil.Factory&preferQueryMode=simple",
                "connections", 0L, "batch", 5000L, "dedupe_table", "a; DROP TABLE b");
        try (var refused = TestContext.of(factory, wrong)) {
            assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> factory.create(refused))
                    .satisfies(e -> assertThat(e.problems()).extracting(SettingsException.Problem::setting)
                            .containsExactlyInAnyOrder("url", "connections", "batch", "dedupe_table"))
                    .withMessageContaining("preferQueryMode, socketFactory");
        }
    }

    private Map<String, Object> with(String mode, String key) {
        return Map.of("table", "rates", "mode", mode, "key", key);
    }

    private Packet packet(String key, long sequence, Map<String, ?> fields, Map<String, ?> with)
            throws SettingsException {
        var made = packets.of(fields, with);
        return new Packet(made.id(), made.idempotencyKey(), made.origin(), key, sequence, 1, made.form(),
                made.content(), made.with(), "");
    }

    private void open(Map<String, ?> settings) throws Exception {
        var written = new HashMap<String, Object>(Map.of("url", database.url(), "user", database.name(), "password",
                database.password(), "create_tables", true));
        written.putAll(settings);
        if (context != null) {
            context.close();
        }
        context = TestContext.of(factory, written);
        connector = factory.create(context);
    }

    private void own() {
        database.run("GRANT ALL ON ALL TABLES IN SCHEMA %1$s TO %1$s".formatted(database.name()));
    }
}
