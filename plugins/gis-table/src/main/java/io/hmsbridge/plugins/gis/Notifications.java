package io.hmsbridge.plugins.gis;

import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.gis.GisTableConnectorFactory.With;
import io.hmsbridge.plugins.jdbc.Dialect;
import io.hmsbridge.plugins.jdbc.Json;
import io.hmsbridge.plugins.jdbc.TableWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notifies the channels that uses name, in the transaction that writes: whoever listens hears of it when the rows can be seen,
 * and never of what was rolled back.
 */
final class Notifications implements TableWriter.Within {

    /** PostgreSQL takes payloads of less than 8000 bytes. */
    private static final int LONGEST = 7_000;

    private record Channel(String name, String table) {}

    private final Dialect dialect;

    Notifications(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public void written(Connection connection, List<Packet> written) throws SQLException {
        var channels = new LinkedHashMap<Channel, List<Object>>();
        for (var packet : written) {
            var with = packet.with(With.class);
            with.channel().ifPresent(name -> channels.computeIfAbsent(new Channel(name, with.table()),
                    _ -> new ArrayList<>()).add(packet.id().text()));
        }
        if (channels.isEmpty()) {
            return;
        }
        if (dialect != Dialect.POSTGRESQL) {
            throw new SQLException("'channel' needs PostgreSQL", "42883");
        }
        try (var statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            for (var channel : channels.entrySet()) {
                statement.setString(1, channel.getKey().name);
                statement.setString(2, payload(channel.getKey().table, channel.getValue()));
                statement.execute();
            }
        }
    }

    private static String payload(String table, List<Object> packets) {
        var payload = Json.of(Map.of("table", table, "packets", packets));
        return payload.length() <= LONGEST ? payload : Json.of(Map.of("table", table));
    }
}
