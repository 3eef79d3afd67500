package io.hmsbridge.plugins.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The tables that were looked up, and for a while remembered. Safe for use by many threads. */
public final class Catalogue {

    /** A table that people have changed is seen as it is after this time, or at once where it made a packet unfit. */
    private static final long KEPT = TimeUnit.MINUTES.toNanos(1);

    private static final long LOOKED_UP_AGAIN_AFTER = TimeUnit.SECONDS.toNanos(5);

    private record Kept(Table table, long at) {}

    /** Where a table may be: its catalogue, schema and name in the database's own case. */
    private record Place(String catalog, String schema, String name) {}

    private final Map<String, Kept> tables = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    /** The table of that name, {@code table} or {@code schema.table}; empty if the database has none that can be seen. */
    public Optional<Table> table(Connection connection, String name) throws SQLException {
        var kept = tables.get(name);
        if (kept != null && System.nanoTime() - kept.at < KEPT) {
            return Optional.of(kept.table);
        }
        var found = look(connection, name);
        if (found.isPresent()) {
            tables.put(name, new Kept(found.get(), System.nanoTime()));
            missing.remove(name);
        } else {
            tables.remove(name);
            missing.add(name);
        }
        return found;
    }

    /** The table, looked up again unless that was done a moment ago: it made a packet unfit, and may have been changed. */
    Optional<Table> again(Connection connection, String name) throws SQLException {
        var kept = tables.get(name);
        if (kept != null && System.nanoTime() - kept.at > LOOKED_UP_AGAIN_AFTER) {
            tables.remove(name);
        }
        return table(connection, name);
    }

    /** Something is not as it was remembered. */
    public void forget() {
        tables.clear();
    }

    /** The names that were asked for and not found when they were last asked for. */
    public Set<String> missing() {
        return Set.copyOf(missing);
    }

    private static Optional<Table> look(Connection connection, String name) throws SQLException {
        var metadata = connection.getMetaData();
        int dot = name.lastIndexOf('.');
        var schema = dot < 0 ? null : name.substring(0, dot);
        var table = name.substring(dot + 1);
        boolean schemasAreCatalogs = !metadata.supportsSchemasInTableDefinitions();
        for (var place : new LinkedHashSet<>(java.util.List.of(place(connection, schema, table, schemasAreCatalogs),
                place(connection, cased(schema, metadata), cased(table, metadata), schemasAreCatalogs)))) {
            var columns = columns(metadata, place);
            if (!columns.isEmpty()) {
                return Optional.of(table(metadata, place, name, schema != null, columns));
            }
        }
        return Optional.empty();
    }

    private static Place place(Connection connection, String schema, String table, boolean schemasAreCatalogs)
            throws SQLException {
        if (schemasAreCatalogs) {
            return new Place(schema == null ? connection.getCatalog() : schema, null, table);
        }
        return new Place(connection.getCatalog(), schema == null ? connection.getSchema() : schema, table);
    }

    private static String cased(String name, DatabaseMetaData metadata) throws SQLException {
        if (name == null) {
            return null;
        }
        return metadata.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT)
                : metadata.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
    }

    private static Map<String, Column> columns(DatabaseMetaData metadata, Place place) throws SQLException {
        var columns = new LinkedHashMap<String, Column>();
        try (var rows = metadata.getColumns(place.catalog, escaped(place.schema, metadata),
                escaped(place.name, metadata), null)) {
            while (rows.next()) {
                if (place.name.equals(rows.getString("TABLE_NAME"))) {
                    var column = column(rows);
                    columns.put(column.name(), column);
                }
            }
        }
        return columns;
    }

    private static Column column(ResultSet row) throws SQLException {
        int size = row.getInt("COLUMN_SIZE");
        return new Column(row.getString("COLUMN_NAME"), row.getInt("DATA_TYPE"), row.getString("TYPE_NAME"), size,
                row.getInt("DECIMAL_DIGITS"), row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls);
    }

    private static Table table(DatabaseMetaData metadata, Place place, String name, boolean qualified,
            Map<String, Column> columns) throws SQLException {
        var quote = metadata.getIdentifierQuoteString().isBlank() ? "\"" : metadata.getIdentifierQuoteString();
        var qualifier = place.schema == null ? place.catalog : place.schema;
        var sql = (qualified ? Table.quoted(qualifier, quote) + "." : "") + Table.quoted(place.name, quote);
        var names = new HashSet<>(columns.keySet());
        var indexes = new HashMap<String, Set<String>>();
        try (var rows = metadata.getIndexInfo(place.catalog, place.schema, place.name, false, true)) {
            while (rows.next()) {
                var index = rows.getString("INDEX_NAME");
                if (index != null && rows.getString("COLUMN_NAME") != null) {
                    names.add(index);
                    if (!rows.getBoolean("NON_UNIQUE")) {
                        indexes.computeIfAbsent(index, _ -> new HashSet<>()).add(rows.getString("COLUMN_NAME"));
                    }
                }
            }
        }
        var primary = new HashSet<String>();
        try (var rows = metadata.getPrimaryKeys(place.catalog, place.schema, place.name)) {
            while (rows.next()) {
                primary.add(rows.getString("COLUMN_NAME"));
            }
        }
        try (var rows = metadata.getImportedKeys(place.catalog, place.schema, place.name)) {
            while (rows.next()) {
                names.add(String.valueOf(rows.getString("FK_NAME")));
            }
        }
        var uniques = new HashSet<>(indexes.values());
        uniques.add(primary);
        return new Table(name, sql, Map.copyOf(columns), Set.copyOf(uniques), Set.copyOf(names), quote);
    }

    /** Patterns are what the catalogue takes; a name's own underscores are no wildcards. */
    private static String escaped(String name, DatabaseMetaData metadata) throws SQLException {
        if (name == null) {
            return null;
        }
        var escape = metadata.getSearchStringEscape();
        return escape.isEmpty() ? name
                : name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }
}
