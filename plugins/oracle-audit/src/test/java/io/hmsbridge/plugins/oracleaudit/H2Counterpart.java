package io.hmsbridge.plugins.oracleaudit;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.plugins.jdbc.Dialect;
import io.hmsbridge.plugins.jdbc.testkit.TcpProxy;
import io.hmsbridge.testkit.contract.Counterpart;
import io.hmsbridge.testkit.contract.Effect;
import io.hmsbridge.testkit.contract.Outcome;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;

/**
 * An H2 server in Oracle mode: it understands the SQL that Oracle does, and is no Oracle. A real one is asked in
 * {@link OracleIT}.
 */
final class H2Counterpart implements Counterpart {

    private static final String LOGIN = "login refused";
    private static final String NO_TABLE = "missing table";
    private static final String NO_PRIVILEGE = "missing privilege";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String database = "mem:audit" + DATABASES.incrementAndGet();
    private final Connection admin;
    private final TcpProxy proxy;

    /** One for all, started when it is first asked for: its thread is its own. */
    private static final class Running {

        static final Server SERVER = start();

        private static Server start() {
            try {
                return Server.createTcpServer("-tcpPort", "0", "-tcpDaemon").start();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    H2Counterpart() throws SQLException, IOException {
        var owner = new Properties();
        owner.setProperty("user", "sa");
        owner.setProperty("password", "");
        admin = new org.h2.Driver().connect("jdbc:h2:" + database + ";MODE=Oracle", owner);
        run("CREATE USER bridge PASSWORD 'p4ssw0rd-of-audit'");
        run(AuditTable.ddl("bridge_audit", Dialect.H2));
        run("ALTER TABLE bridge_audit ADD CHECK (data NOT LIKE '%poison%')");
        run("GRANT SELECT, INSERT ON bridge_audit TO bridge");
        proxy = new TcpProxy(Running.SERVER.getPort());
    }

    private void run(String sql) throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("url", "jdbc:h2:tcp://127.0.0.1:" + proxy.port() + "/" + database + ";MODE=Oracle", "user",
                "bridge",
                "password", "p4ssw0rd-of-audit", "timeout", "1s");
    }

    @Override
    public List<Effect> effects() {
        try (var statement = admin.createStatement();
                var rows = statement.executeQuery("SELECT data FROM bridge_audit ORDER BY _ROWID_")) {
            var effects = new ArrayList<Effect>();
            while (rows.next()) {
                effects.add(new Effect(ExactJson.read(rows.getString(1))));
            }
            return effects;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, Set<Outcome>> failures() {
        var mend = Set.of(Outcome.TARGET_FAULT);
        return Map.of(LOGIN, mend, NO_TABLE, mend, NO_PRIVILEGE, mend, DOWN, Set.of(Outcome.RETRY));
    }

    @Override
    public void play(String failure) throws SQLException, IOException {
        switch (failure) {
            case LOGIN -> run("ALTER USER bridge SET PASSWORD 'another'");
            case NO_TABLE -> run("ALTER TABLE bridge_audit RENAME TO elsewhere");
            case NO_PRIVILEGE -> run("REVOKE INSERT ON bridge_audit FROM bridge");
            default -> proxy.refuse();
        }
    }

    @Override
    public void behave() throws SQLException, IOException {
        run("ALTER USER bridge SET PASSWORD 'p4ssw0rd-of-audit'");
        run("ALTER TABLE IF EXISTS elsewhere RENAME TO bridge_audit");
        run("GRANT INSERT ON bridge_audit TO bridge");
        proxy.behave();
    }

    @Override
    public Map<String, Object> poison() {
        return Map.of("poison", true);
    }

    @Override
    public int connections() {
        return proxy.connections();
    }

    @Override
    public void close() throws SQLException, IOException {
        proxy.close();
        admin.close();
    }
}
