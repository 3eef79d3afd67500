package io.hmsbridge.plugins.gis;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Settings;
import io.hmsbridge.plugins.gis.GisTableConnectorFactory.With;
import io.hmsbridge.plugins.jdbc.Cell;
import io.hmsbridge.plugins.jdbc.Column;
import io.hmsbridge.plugins.jdbc.Dialect;
import io.hmsbridge.plugins.jdbc.Row;
import io.hmsbridge.plugins.jdbc.Rows;
import io.hmsbridge.plugins.jdbc.Table;
import io.hmsbridge.plugins.jdbc.UnfitException;
import io.hmsbridge.plugins.jdbc.Use;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;

/** Rows with geometries: of WKT, of GeoJSON, or of a longitude and a latitude. */
final class GisRows extends Rows {

    private static final int WGS84 = 4326;
    private static final BigDecimal MOST_LON = BigDecimal.valueOf(180);
    private static final BigDecimal MOST_LAT = BigDecimal.valueOf(90);

    private final GeometryColumns geometries = new GeometryColumns();

    GisRows(Dialect dialect) {
        super(dialect);
    }

    @Override
    public Row row(Connection connection, Table table, Use use, Packet packet) throws UnfitException, SQLException {
        var with = packet.with(With.class);
        return super.row(connection, table, use,
                with.lon().isEmpty() && with.lat().isEmpty() ? packet : withPoint(table, with, packet));
    }

    @Override
    protected Cell cell(Connection connection, Table table, Column column, Object value, Settings with)
            throws UnfitException, SQLException {
        if (!GeometryColumns.isGeometry(column)) {
            return super.cell(connection, table, column, value, with);
        }
        return geometries.cell(connection, table, column, value, with.as(With.class).srid());
    }

    /** The packet with its point in place of the two fields. */
    private static Packet withPoint(Table table, With with, Packet packet) throws UnfitException {
        if (packet.form() == Packet.Form.JSON_PATCH) {
            return packet;
        }
        var lonField = with.lon().orElse("lon");
        var latField = with.lat().orElse("lat");
        var fields = new LinkedHashMap<>(packet.fields());
        boolean hasLon = fields.containsKey(lonField);
        if (hasLon != fields.containsKey(latField)) {
            throw new UnfitException(table.name() + "." + with.geometry() + ": a point needs both " + lonField + " and "
                    + latField + ", and only one is there");
        }
        if (hasLon) {
            fields.put(with.geometry(), point(table, with, fields.remove(lonField), fields.remove(latField)));
        }
        return new Packet(packet.id(), packet.idempotencyKey(), packet.origin(), packet.key(), packet.sequence(),
                packet.attempt(), packet.form(), fields, packet.with(), packet.traceparent(), packet.tracestate());
    }

    private static Object point(Table table, With with, Object lon, Object lat) throws UnfitException {
        if (lon == null && lat == null) {
            return null;
        }
        var x = coordinate(table, with, lon, "longitude", MOST_LON);
        var y = coordinate(table, with, lat, "latitude", MOST_LAT);
        var point = new LinkedHashMap<String, Object>(); // shown in dry runs: in the usual order
        point.put("type", "Point");
        point.put("coordinates", List.of(x, y));
        return point;
    }

    private static BigDecimal coordinate(Table table, With with, Object value, String name, BigDecimal most)
            throws UnfitException {
        var place = table.name() + "." + with.geometry();
        try {
            var number = switch (value) {
                case BigDecimal decimal -> decimal;
                case Long whole -> BigDecimal.valueOf(whole);
                case BigInteger whole -> new BigDecimal(whole);
                case String text when text.length() < 100 -> new BigDecimal(text);
                case null, default -> throw new NumberFormatException();
            };
            if (with.srid() == WGS84 && number.abs().compareTo(most) > 0) {
                throw new UnfitException(place + ": the " + name + " is not between -" + most + " and " + most);
            }
            return number;
        } catch (NumberFormatException _) {
            throw new UnfitException(place + ": the " + name + " is no number");
        }
    }
}
