package io.hmsbridge.plugins.jdbc.testkit;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Effect;
import io.hmsbridge.testkit.contract.Outcome;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A table {@code rates} of a real PostgreSQL, behind a proxy. A trigger notes each effect, so that a row that is written twice
 * is seen twice; another raises any SQL state, quoting the row as databases do.
 */
public final class PostgresCounterpart implements Counterpart {

    private static final String LOGIN = "login refused";
    private static final String NO_TABLE = "missing table";
    private static final String NO_PRIVILEGE = "missing privilege";

    /** What each state that the trigger can raise means for the packet. */
    private static final Map<String, Outcome> STATES = states();

    private final TestPostgres.Schema schema = TestPostgres.schema();
    private final Map<String, Set<Outcome>> failures;
    private final TcpProxy proxy = new TcpProxy(TestPostgres.port());
    private final Map<String, Object> settings = new LinkedHashMap<>();

    /** One that raises every state there is. */
    public PostgresCounterpart() throws IOException {
        this(STATES.keySet());
    }

    /** @param states which SQL states it raises, of those known */
    public PostgresCounterpart(Set<String> states) throws IOException {
        failures = failures(states);
        schema.run("""
                CREATE TABLE rates (id text PRIMARY KEY,
                  rate numeric DEFAULT -1 CHECK (rate >= -1), number bigint DEFAULT -1, "dailyRate" numeric DEFAULT -1,
                  name text DEFAULT '(absent)', "наряд" text DEFAULT '(absent)', amount numeric DEFAULT -1,
                  small numeric DEFAULT -1, large numeric DEFAULT -1, gone text DEFAULT '(absent)',
                  list jsonb DEFAULT '"(absent)"', text text DEFAULT '(absent)', map jsonb DEFAULT '"(absent)"');
                CREATE TABLE bridge_delivered (id char(64) PRIMARY KEY, sequence bigint NOT NULL,
                  idempotency_key text NOT NULL, delivered_at timestamp with time zone NOT NULL);
                CREATE TABLE effects (n bigserial, content jsonb);
                CREATE TABLE play (state text);
                CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO effects (content) VALUES (to_jsonb(NEW) - 'id'); RETURN NEW; END $$;
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE wanted text := (SELECT state FROM play);
                BEGIN
                  IF wanted IS NOT NULL THEN RAISE EXCEPTION 'this row: %', NEW USING ERRCODE = wanted; END IF;
                  RETURN NEW;
                END $$;
                CREATE TRIGGER a_fail BEFORE INSERT OR UPDATE ON rates FOR EACH ROW EXECUTE FUNCTION fail();
                CREATE TRIGGER note AFTER INSERT OR UPDATE ON rates FOR EACH ROW EXECUTE FUNCTION note();
                """);
        schema.run("GRANT ALL ON ALL TABLES IN SCHEMA %1$s TO %1$s; GRANT ALL ON ALL SEQUENCES IN SCHEMA %1$s TO %1$s"
                .formatted(schema.name()));
        settings.putAll(Map.of("url", schema.url(proxy.port()), "user", schema.name(), "password", schema.password(),
                "timeout", "1s"));
    }

    private static Map<String, Outcome> states() {
        var states = new LinkedHashMap<String, Outcome>();
        List.of("40001", "40P01", "53100", "53300", "55P03", "57014", "57P01", "XX000")
                .forEach(later -> states.put(later, Outcome.RETRY));
        List.of("22001", "22003", "22P02", "23502", "23503", "23505", "23514", "44000", "P0001")
                .forEach(content -> states.put(content, Outcome.REJECT));
        states.put("42501", Outcome.TARGET_FAULT);
        return Collections.unmodifiableMap(states);
    }

    /** All failures that it can play. */
    private static Map<String, Set<Outcome>> failures(Set<String> states) {
        var table = new LinkedHashMap<String, Set<Outcome>>();
        states.forEach(state -> table.put(state, Set.of(STATES.get(state))));
        for (var mend : List.of(LOGIN, NO_TABLE, NO_PRIVILEGE)) {
            table.put(mend, Set.of(Outcome.TARGET_FAULT));
        }
        table.put(SILENT, Set.of(Outcome.RETRY));
        table.put(CUT_AFTER_EFFECT, Set.of(Outcome.UNKNOWN));
        table.put(DOWN, Set.of(Outcome.RETRY));
        return Collections.unmodifiableMap(table);
    }

    @Override
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public List<Effect> effects() {
        return schema.rows("SELECT content FROM effects ORDER BY n").stream().map(ExactJson::read)
                .map(PostgresCounterpart::given).map(Effect::new).toList();
    }

    /** What a packet did not give has the column's default, which no packet of the contract has. */
    private static Map<?, ?> given(Object row) {
        var given = new LinkedHashMap<>((Map<?, ?>) row);
        given.values().removeIf(value -> Objects.equals(value, "(absent)") || Objects.equals(value, -1L));
        return given;
    }

    @Override
    public Map<String, Set<Outcome>> failures() {
        return failures;
    }

    @Override
    public void play(String failure) throws IOException {
        switch (failure) {
            case SILENT -> proxy.swallow();
            case CUT_AFTER_EFFECT -> proxy.cutAfterCommit();
            case DOWN -> proxy.refuse();
            case LOGIN -> {
                schema.run("ALTER ROLE " + schema.name() + " PASSWORD 'another'");
                proxy.dropAll();
            }
            case NO_TABLE -> schema.run("ALTER TABLE rates RENAME TO rates_elsewhere");
            case NO_PRIVILEGE -> schema.run("REVOKE INSERT ON rates FROM " + schema.name());
            default -> schema.run("INSERT INTO play VALUES ('" + failure + "')");
        }
    }

    @Override
    public void behave() throws IOException {
        proxy.behave();
        schema.run("""
                DELETE FROM play; ALTER TABLE IF EXISTS rates_elsewhere RENAME TO rates;
                ALTER ROLE %1$s PASSWORD '%2$s'; GRANT INSERT ON rates TO %1$s
                """.formatted(schema.name(), schema.password()));
    }

    @Override
    public Map<String, Object> poison() {
        return Map.of("rate", -7);
    }

    @Override
    public int connections() {
        return proxy.connections();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
