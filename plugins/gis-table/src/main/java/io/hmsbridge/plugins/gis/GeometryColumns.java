package io.hmsbridge.plugins.gis;

import io.hmsbridge.plugins.jdbc.Cell;
import io.hmsbridge.plugins.jdbc.Column;
import io.hmsbridge.plugins.jdbc.Json;
import io.hmsbridge.plugins.jdbc.Table;
import io.hmsbridge.plugins.jdbc.UnfitException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Makes values of PostGIS columns, and has PostGIS say what is wrong with them before anything is written. */
final class GeometryColumns {

    private static final long KEPT = TimeUnit.MINUTES.toNanos(1);
    /** Not what PostGIS reads besides, such as a spatial reference of the text's own. */
    private static final Pattern WKT = Pattern.compile("\\s*[A-Z]+\\s*(?:Z|M|ZM)?\\s*(?:\\(.*|EMPTY\\s*)",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final Pattern EPSG = Pattern.compile("EPSG:\\d{1,6}");

    /** @param type such as {@code MULTIPOLYGON}, or {@code GEOMETRY} for any */
    private record Kind(int srid, String type, long at) {}

    /** @param type such as {@code POINT} */
    private record Found(boolean valid, String reason, String type) {}

    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    static boolean isGeometry(Column column) {
        return column.typeName().endsWith("geometry") || column.typeName().endsWith("geometry\"")
                || isGeography(column);
    }

    private static boolean isGeography(Column column) {
        return column.typeName().contains("geography");
    }

    /** @param usual the spatial reference of what names none itself */
    Cell cell(Connection connection, Table table, Column column, Object value, int usual)
            throws UnfitException, SQLException {
        var place = table.name() + "." + column.name();
        if (value == null) {
            if (!column.nullable()) {
                throw new UnfitException(place + " takes no null");
            }
            return new Cell(column, "?", null, Types.OTHER);
        }
        var kind = kind(connection, table, column);
        int srid = usual;
        var text = value;
        if (value instanceof Map<?, ?> map) {
            var geometry = new LinkedHashMap<>(map);
            if (map.get("crs") instanceof String crs && EPSG.matcher(crs).matches()) {
                srid = Integer.parseInt(crs.substring(crs.indexOf(':') + 1));
                geometry.remove("crs"); // which PostGIS takes in an older form alone
            }
            text = Json.of(geometry);
        }
        if (!(text instanceof String written)) {
            throw new UnfitException(place + ": a geometry is WKT, GeoJSON, or a longitude and a latitude");
        }
        boolean json = written.stripLeading().startsWith("{");
        if (!json && !WKT.matcher(written).matches()) {
            throw new UnfitException(place + ": this text is neither WKT nor GeoJSON");
        }
        var plain = transformed(json ? "ST_SetSRID(ST_GeomFromGeoJSON(?::text), " + srid + ")"
                : "ST_GeomFromText(?::text, " + srid + ")", srid, kind);
        var found = found(connection, plain, written, place, json);
        if (!found.valid) {
            throw new UnfitException(place + ": the geometry is not valid: " + found.reason);
        }
        boolean multiply = kind.type.equals("MULTI" + found.type);
        if (!multiply && !kind.type.equals("GEOMETRY") && !kind.type.equals(found.type)) {
            throw new UnfitException(place + " takes a " + kind.type + ", and this is a " + found.type);
        }
        var expression = multiply ? "ST_Multi(" + plain + ")" : plain;
        return new Cell(column, isGeography(column) ? "(" + expression + ")::geography" : expression, written,
                Types.VARCHAR);
    }

    private static String transformed(String geometry, int srid, Kind kind) {
        return kind.srid == 0 || kind.srid == srid ? geometry : "ST_Transform(" + geometry + ", " + kind.srid + ")";
    }

    /** What PostGIS finds it to be. It throws at what it cannot read, which must not end the transaction. */
    private static Found found(Connection connection, String expression, String written, String place, boolean json)
            throws UnfitException, SQLException {
        var before = connection.setSavepoint();
        try (var select = connection.prepareStatement("SELECT ST_IsValid(g), ST_IsValidReason(g), GeometryType(g),"
                + " ST_IsEmpty(g) FROM (SELECT " + expression + " AS g) AS given")) {
            select.setString(1, written);
            try (var row = select.executeQuery()) {
                row.next();
                var found = new Found(row.getBoolean(1), words(row.getString(2)), row.getString(3));
                if (row.getBoolean(4)) {
                    throw new UnfitException(place + ": the geometry is empty");
                }
                connection.releaseSavepoint(before);
                return found;
            }
        } catch (SQLException e) {
            var state = String.valueOf(e.getSQLState());
            if (state.startsWith("XX") || state.startsWith("22")) {
                connection.rollback(before);
                throw new UnfitException(place + ": " + (json ? "this is no GeoJSON geometry" : "this is no WKT")
                        + " that can be read and brought into the column's spatial reference");
            }
            throw e;
        }
    }

    /** The reason without the place at which it was found, which is content. */
    private static String words(String reason) {
        return String.valueOf(reason).replaceFirst("\\[.*", "").strip();
    }

    private Kind kind(Connection connection, Table table, Column column) throws SQLException {
        var name = table.sql() + "." + column.name();
        var kept = kinds.get(name);
        if (kept != null && System.nanoTime() - kept.at < KEPT) {
            return kept;
        }
        try (var select = connection.prepareStatement("SELECT postgis_typmod_srid(atttypmod),"
                + " postgis_typmod_type(atttypmod) FROM pg_attribute WHERE attrelid = ?::regclass AND attname = ?")) {
            select.setString(1, table.sql());
            select.setString(2, column.name());
            try (var row = select.executeQuery()) {
                row.next();
                var kind = new Kind(row.getInt(1), row.getString(2).toUpperCase(Locale.ROOT), System.nanoTime());
                kinds.put(name, kind);
                return kind;
            }
        }
    }
}
