package io.hmsbridge.server.demo;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The databases that hear of the same event: a GIS table in a PostgreSQL of its own, and an audit copy in the shape of Oracle. */
final class DemoCopies implements AutoCloseable {

    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS per_diem (id text PRIMARY KEY, \"perDiemUSD\" numeric)";

    /**
     * One of them.
     *
     * @param plugin the jar with its connector
     * @param settings of the target, as in {@code bridge.yaml}
     * @param uses what the sheet says below the target's name
     */
    record Copy(String target, String connector, String plugin, String settings, String uses) {}

    private final EmbeddedPostgres gis;
    private final List<Copy> copies;

    private DemoCopies(EmbeddedPostgres gis, List<Copy> copies) {
        this.gis = gis;
        this.copies = copies;
    }

    /** Starts them in the demo's folder, and adds their targets to its {@code bridge.yaml} and its sheet. */
    static DemoCopies start(DemoFolder folder, Installation shipped) throws IOException {
        var gis = EmbeddedPostgres.start(folder.root().resolve("gis"));
        try {
            var password = Files.writeString(folder.root().resolve("gis-password"), gis.password());
            var copies = new DemoCopies(gis, List.of(
                    new Copy("gis", "GISTableConnector", "gis-table",
                            "{url: %s, user: %s, password: %s, create_tables: true}".formatted(quoted(gis.jdbcUrl()),
                                    gis.user(), quoted("${file:" + password + "}")),
                            "with: {table: per_diem}\n    map: {new_rate: perDiemUSD}"),
                    new Copy("audit", "OracleAuditConnector", "oracle-audit",
                            "{url: %s, drivers: %s, create_tables: true}".formatted(
                                    quoted("jdbc:h2:file:" + folder.root().resolve("audit") + ";MODE=Oracle"),
                                    quoted(shipped.drivers().toString())),
                            "map: {old_rate: old_rate, new_rate: new_rate}")));
            copies.install(folder, shipped);
            return copies;
        } catch (IOException | RuntimeException e) {
            gis.close();
            throw e;
        }
    }

    List<Copy> all() {
        return copies;
    }

    /** Their lines in a sheet. */
    private String inSheet() {
        var text = new StringBuilder();
        for (var copy : copies) {
            text.append("  ").append(copy.target).append(":\n    connector: ").append(copy.connector).append("\n    ")
                    .append(copy.uses).append('\n');
        }
        return text.toString();
    }

    /** The rates in the GIS table. */
    String gisRates() throws IOException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT string_agg(\"perDiemUSD\"::text, ', ') FROM per_diem")) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IOException("the GIS table cannot be read", e);
        }
    }

    @Override
    public void close() {
        gis.close();
    }

    private void install(DemoFolder folder, Installation shipped) throws IOException {
        try (var connection = connect(); var statement = connection.createStatement()) {
            statement.execute(TABLE);
        } catch (SQLException e) {
            throw new IOException("the GIS table cannot be made", e);
        }
        var targets = new StringBuilder(Files.readString(folder.config()));
        for (var copy : copies) {
            folder.addPlugin(shipped.plugin(copy.plugin));
            targets.append("  ").append(copy.target).append(": {connector: ").append(copy.connector)
                    .append(", networks: [127.0.0.0/8], settings: ").append(copy.settings).append("}\n");
        }
        Files.writeString(folder.config(), targets);
        DemoFolder.save(folder.everywhere(), Files.readString(folder.everywhere()) + inSheet());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(gis.jdbcUrl(), gis.user(), gis.password());
    }

    private static String quoted(String text) {
        return ExactJson.writeString(text);
    }
}
