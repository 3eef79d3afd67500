package io.hmsbridge.plugins.jdbctable;

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
import io.hmsbridge.plugins.jdbc.Rows;
import io.hmsbridge.plugins.jdbc.TableConnector;
import io.hmsbridge.plugins.jdbc.TableWriter;
import io.hmsbridge.plugins.jdbc.Use;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Offers {@code JdbcTableConnector}: each packet changes rows of a table of any database that has a JDBC driver. */
@Extension
public final class JdbcTableConnectorFactory implements ConnectorFactory {

    public record Target(
            @Setting("The database's JDBC address.") String url,
            @Setting("Who logs in.") Optional<String> user,
            @Setting("The user's password.") Optional<Secret> password,
            @Setting(value = "How long to wait for a connection and for each answer.",
                    fallback = "5s") Duration timeout,
            @Setting(value = "The most connections at once.", fallback = "4") int connections,
            @Setting("A folder with JDBC drivers, for databases other than PostgreSQL.") Optional<Path> drivers,
            @Setting(value = "The most packets in one transaction.", fallback = "500") int batch,
            @Setting(value = "The table that remembers what was written.",
                    fallback = "bridge_delivered") String dedupeTable,
            @Setting(value = "Whether dedupe_table is created where it is missing.",
                    fallback = "false") boolean createTables) {

        Database database() throws SettingsException {
            return Database.of(url, user, password, timeout, connections, drivers, batch, dedupeTable, createTables);
        }
    }

    public record With(
            @Setting("The table, with or without its schema.") String table,
            @Setting(value = "What a packet does: insert, upsert, update or delete.", fallback = "upsert") Mode mode,
            @Setting(value = "The columns that say which row; one that no field is mapped to gets the packet's key.",
                    fallback = "id") List<String> key,
            @Setting("More columns and the values that rows must have.") Optional<Map<String, String>> where) {

        static Use of(Settings settings) {
            var with = settings.as(With.class);
            return new Use(with.table, with.mode, with.key, with.where.orElse(Map.of()));
        }
    }

    @Override
    public String name() { return "JdbcTableConnector"; }

    @Override
    public SettingsSpec settings() { return SettingsSpec.of(Target.class); }

    @Override
    public SettingsSpec use() { return SettingsSpec.of(With.class); }

    @Override
    public Connector create(ConnectorContext context) throws Exception {
        var connections = Connections.of(context.settings(Target.class).database(), context);
        return new TableConnector(connections, new Rows(connections.dialect()), With::of,
                TableWriter.Within.NOTHING);
    }
}
