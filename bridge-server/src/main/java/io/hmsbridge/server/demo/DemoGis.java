package io.hmsbridge.server.demo;

import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.server.demo.Further.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** The GIS: a table in a PostgreSQL of its own. */
final class DemoGis implements AutoCloseable {

    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS per_diem (id text PRIMARY KEY, \"perDiemUSD\" numeric)";

    private final EmbeddedPostgres postgres;

    private DemoGis(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static Running start(Path folder) throws IOException {
        var gis = new DemoGis(EmbeddedPostgres.start(folder.resolve("gis")));
        try (var connection = gis.connect(); var statement = connection.createStatement()) {
            statement.execute(TABLE);
            var password = Files.writeString(folder.resolve("gis-password"), gis.postgres.password());
            return new Running("{url: %s, user: %s, password: %s, create_tables: true}".formatted(
                    Further.quoted(gis.postgres.jdbcUrl()), gis.postgres.user(),
                    Further.quoted("${file:" + password + "}")),
                    "with: {table: per_diem}\nmap: {new_rate: perDiemUSD}", Optional.of(gis::rate), gis);
        } catch (SQLException | IOException e) {
            gis.close();
            throw new IOException("the GIS table cannot be made", e);
        }
    }

    private int rate() throws IOException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT \"perDiemUSD\" FROM per_diem")) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException e) {
            throw new IOException("the GIS table cannot be read", e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    @Override
    public void close() {
        postgres.close();
    }
}
