package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Makes rows of packets; a connector for columns of its own kind overrides {@link #cell}. */
public class Rows {

    private final Dialect dialect;

    /** @param dialect of the database */
    public Rows(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * The row of one packet.
     *
     * @param connection for what must be asked of the database; nothing is changed by it
     * @throws UnfitException if the table cannot take the packet
     */
    public Row row(Connection connection, Table table, Use use, Packet packet) throws UnfitException, SQLException {
        if (packet.form() == Packet.Form.JSON_PATCH) {
            throw new UnfitException("table " + table.name() + " takes fields, not a JSON Patch");
        }
        var fields = packet.fields();
        var keys = new ArrayList<Cell>();
        for (var name : use.key()) {
            keys.add(any(connection, table, table.column(name), key(use, name, packet), packet.with()));
        }
        for (var condition : use.where().entrySet()) {
            keys.add(any(connection, table, table.column(condition.getKey()), condition.getValue(), packet.with()));
        }
        var seen = new HashSet<String>();
        for (var key : keys) {
            if (key.value() == null || !seen.add(key.column().name())) {
                throw new UnfitException(table.name() + "." + key.column().name()
                        + " is a key column: it needs one value, not null");
            }
        }
        var values = new ArrayList<Cell>();
        for (var field : fields.entrySet()) {
            var column = table.column(field.getKey());
            if (use.mode() == Mode.DELETE || use.key().contains(field.getKey())) {
                continue;
            }
            if (!seen.add(column.name())) {
                throw new UnfitException(table.name() + "." + column.name() + " gets two values");
            }
            if (packet.form() == Packet.Form.MERGE_PATCH && field.getValue() instanceof java.util.Map<?, ?>) {
                throw new UnfitException(
                        table.name() + "." + column.name()
                                + ": a merge patch of parts of a value does not fit a column");
            }
            values.add(any(connection, table, column, field.getValue(), packet.with()));
        }
        return new Row(table, use.mode(), List.copyOf(keys), List.copyOf(values));
    }

    private Cell any(Connection connection, Table table, Column column, Object value, Settings with)
            throws UnfitException, SQLException {
        return column.isUnknown() ? Cell.of(column, value, column.type())
                : cell(connection, table, column, value, with);
    }

    /**
     * What the packet would do, as text: the statement, and what is bound to it. Told without the database, so that neither its types nor
     * its columns are checked.
     *
     * @throws UnfitException if the packet fits no table
     */
    String preview(Use use, Packet packet) throws UnfitException {
        try {
            return row(null, Table.unknown(use.table()), use, packet).preview(dialect);
        } catch (SQLException e) {
            throw new IllegalStateException("no database was asked", e);
        }
    }

    /**
     * The value of one column.
     *
     * @param with the use's settings
     * @throws UnfitException if the column cannot take it exactly
     */
    protected Cell cell(Connection connection, Table table, Column column, Object value, Settings with)
            throws UnfitException, SQLException {
        return Conversion.cell(table, column, value, dialect);
    }

    /** A single key column that no field is mapped to gets the packet's key. */
    private static Object key(Use use, String name, Packet packet) throws UnfitException {
        if (packet.fields().containsKey(name)) {
            return packet.fields().get(name);
        }
        if (use.key().size() == 1) {
            return packet.key();
        }
        throw new UnfitException("table " + use.table() + ": the packet has no field for its key column " + name
                + "; add it to the sheet's map: or set:");
    }
}
