package io.hmsbridge.plugins.oracleaudit;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.plugins.jdbc.Connections;
import io.hmsbridge.plugins.jdbc.Database;
import io.hmsbridge.plugins.jdbc.Mode;
import io.hmsbridge.plugins.jdbc.Use;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers {@code OracleAuditConnector}: each packet becomes a row that is never changed again. */
@Extension
public final class OracleAuditConnectorFactory implements ConnectorFactory {

    public record Target(
            @Setting(value = "The database's JDBC address.", env = "AUDIT_DB") String url,
            @Setting(value = "Who logs in.", env = "AUDIT_DB_USER") Optional<String> user,
            @Setting(value = "The user's password.", env = "AUDIT_DB_PASSWORD") Optional<Secret> password,
            @Setting(value = "How long to wait for a connection and for each answer.",
                    fallback = "5s") Duration timeout,
            @Setting(value = "The most connections at once.", fallback = "4") int connections,
            @Setting("A folder with JDBC drivers, for databases other than Oracle.") Optional<Path> drivers,
            @Setting(value = "The most packets in one transaction.", fallback = "500") int batch,
            @Setting(value = "The table that remembers what was written with mode: upsert.",
                    fallback = "bridge_delivered") String dedupeTable,
            @Setting(value = "Whether the audit table and dedupe_table are created where they are missing.",
                    fallback = "false") boolean createTables) {

        Database database() throws SettingsException {
            return Database.of(url, user, password, timeout, connections, drivers, batch, dedupeTable, createTables);
        }
    }

    /** What a packet does. */
    public enum Keeping {
        /** It becomes a row of its own, beside all earlier ones. */
        APPEND,
        /** It changes the row of its key. */
        UPSERT
    }

    public record With(
            @Setting(value = "The table, with or without its schema.", fallback = "bridge_audit") String table,
            @Setting(value = "Whether a packet becomes a row of its own or changes the row of its key.",
                    fallback = "append") Keeping mode,
            @Setting(value = "With mode: upsert, the columns that say which row.", fallback = "id") List<String> key) {

        static Use of(Settings settings) {
            var with = settings.as(With.class);
            return new Use(with.table, Mode.UPSERT, with.key, Map.of());
        }
    }

    @Override
    public String name() { return "OracleAuditConnector"; }

    @Override
    public SettingsSpec settings() { return SettingsSpec.of(Target.class); }

    @Override
    public SettingsSpec use() { return SettingsSpec.of(With.class); }

    @Override
    public Connector create(ConnectorContext context) throws Exception {
        return new OracleAuditConnector(Connections.of(context.settings(Target.class).database(), context));
    }
}
