package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.Values;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads back the row of a key, in the values that packets are made of; JSON and other types of the database's own as text. */
final class TableReader {

    private final Connections connections;
    private final Catalogue catalogue;
    private final Rows rows;
    private final Function<Settings, Use> uses;

    TableReader(Connections connections, Catalogue catalogue, Rows rows, Function<Settings, Use> uses) {
        this.connections = connections;
        this.catalogue = catalogue;
        this.rows = rows;
        this.uses = uses;
    }

    Optional<Map<String, Object>> read(String key, Settings with)
            throws SendException, IOException, InterruptedException {
        var use = uses.apply(with);
        if (use.key().size() != 1) {
            throw new SendException(Kind.REJECT,
                    "table " + use.table() + " has a key of several columns: no row is read back");
        }
        try (var pooled = connections.borrow()) {
            try {
                var table = catalogue.table(pooled.connection(), use.table()).orElseThrow(
                        () -> new SendException(Kind.TARGET_FAULT, "table " + use.table() + " is missing"));
                var cell = rows.cell(pooled.connection(), table, table.column(use.key().getFirst()), key, with);
                var row = row(pooled.connection(), table, cell);
                pooled.connection().rollback();
                return row;
            } catch (UnfitException e) {
                throw new SendException(Kind.REJECT, e.getMessage());
            } catch (SQLException e) {
                pooled.broken();
                throw new SendException(Kind.RETRY, Failure.of(e, connections.dialect()).words());
            }
        }
    }

    private static Optional<Map<String, Object>> row(Connection connection, Table table, Cell key) throws SQLException {
        var sql = "SELECT * FROM " + table.sql() + " WHERE " + table.sql(key.column()) + " = " + key.expression();
        try (var select = connection.prepareStatement(sql)) {
            key.bind(select, 1);
            try (var found = select.executeQuery()) {
                return found.next() ? Optional.of(values(found)) : Optional.empty();
            }
        }
    }

    private static Map<String, Object> values(ResultSet row) throws SQLException {
        var values = new LinkedHashMap<String, Object>();
        var columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.put(columns.getColumnName(i), value(row, i, columns.getColumnType(i), columns.getColumnTypeName(i)));
        }
        return Values.ofMap(values);
    }

    private static Object value(ResultSet row, int at, int type, String typeName) throws SQLException {
        if (row.getObject(at) == null) {
            return null;
        }
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> row.getLong(at);
            case Types.NUMERIC, Types.DECIMAL -> number(row.getBigDecimal(at));
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> row.getDouble(at);
            case Types.BIT, Types.BOOLEAN -> row.getBoolean(at);
            case Types.DATE -> row.getObject(at, LocalDate.class).toString();
            case Types.TIME -> row.getObject(at, LocalTime.class).toString();
            case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(at, OffsetDateTime.class).toString();
            case Types.TIMESTAMP -> typeName.equals("timestamptz") ? row.getObject(at, OffsetDateTime.class).toString()
                    : row.getObject(at, LocalDateTime.class).toString();
            default -> row.getString(at);
        };
    }

    private static Object number(BigDecimal number) {
        return number.scale() > 0 ? number : number.toBigIntegerExact();
    }
}
