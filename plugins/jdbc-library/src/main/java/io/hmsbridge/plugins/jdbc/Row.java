package io.hmsbridge.plugins.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one packet does to one table: the mode, the columns that say where, and the values. */
public record Row(Table table, Mode mode, List<Cell> keys, List<Cell> values) {

    /** The statement that does it on the dialect at once; of an upsert where there is none, the update. */
    String sql(Dialect dialect) {
        return switch (mode) {
            case INSERT -> insert();
            case UPSERT -> dialect == Dialect.POSTGRESQL ? upsert() : update();
            case UPDATE -> update();
            case DELETE -> "DELETE FROM " + table.sql() + where();
        };
    }

    /** Whether it is done by the same statement as the other. */
    boolean isLike(Row other) {
        return table.equals(other.table) && mode == other.mode && areLike(keys, other.keys)
                && areLike(values, other.values);
    }

    private static boolean areLike(List<Cell> cells, List<Cell> others) {
        if (cells.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).column().equals(others.get(i).column())
                    || !cells.get(i).expression().equals(others.get(i).expression())) {
                return false;
            }
        }
        return true;
    }

    /** The parameters of {@link #sql}. */
    List<Cell> parameters(Dialect dialect) {
        return switch (mode) {
            case INSERT -> insertCells();
            case UPSERT -> dialect == Dialect.POSTGRESQL ? insertCells() : updateCells();
            case UPDATE -> updateCells();
            case DELETE -> keys;
        };
    }

    /** The insert of the row, for an upsert that found none to update. */
    String insert() {
        var cells = insertCells();
        return "INSERT INTO " + table.sql() + " (" + names(cells) + ") VALUES ("
                + cells.stream().map(Cell::expression).collect(Collectors.joining(", ")) + ")";
    }

    List<Cell> insertCells() {
        return Stream.concat(keys.stream(), values.stream()).toList();
    }

    /** What has rows, by their statements, in the order in which each came first; that of a row like the one before is not made again. */
    static <T> Map<String, List<T>> grouped(List<T> all, Function<T, Row> rows, Function<Row, String> statements) {
        var groups = new LinkedHashMap<String, List<T>>();
        Row before = null;
        List<T> group = List.of();
        for (var one : all) {
            var row = rows.apply(one);
            if (before == null || !row.isLike(before)) {
                group = groups.computeIfAbsent(statements.apply(row), _ -> new ArrayList<>());
            }
            group.add(one);
            before = row;
        }
        return groups;
    }

    /** Executes rows in batches, those of one form in one. */
    public static void execute(Connection connection, List<Row> rows, Dialect dialect) throws SQLException {
        for (var group : grouped(rows, row -> row, row -> row.sql(dialect)).entrySet()) {
            try (var statement = connection.prepareStatement(group.getKey())) {
                for (var row : group.getValue()) {
                    bind(statement, row.parameters(dialect));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    static void bind(PreparedStatement statement, List<Cell> cells) throws SQLException {
        int at = 1;
        for (var cell : cells) {
            cell.bind(statement, at++);
        }
    }

    /** The statement and what is bound to it, as text for people. */
    public String preview(Dialect dialect) {
        var text = sql(dialect) + bound(parameters(dialect));
        return mode == Mode.UPSERT && dialect != Dialect.POSTGRESQL
                ? text + "\nand if there is no such row\n" + insert() + bound(insertCells())
                : text;
    }

    private static String bound(List<Cell> cells) {
        return cells.stream().map(cell -> cell.column().name() + ": " + Json.of(cell.value()))
                .collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    /** The columns and what kind of value each was to get. */
    String shown() {
        return insertCells().stream().map(cell -> cell.column().name() + " " + cell.column().shownType())
                .collect(Collectors.joining(", "));
    }

    private String upsert() {
        return insert() + " ON CONFLICT (" + names(keys) + ") DO " + (values.isEmpty() ? "NOTHING"
                : "UPDATE SET " + values.stream().map(cell -> table.sql(cell.column()) + " = excluded."
                        + table.sql(cell.column())).collect(Collectors.joining(", ")));
    }

    private String update() {
        return "UPDATE " + table.sql() + " SET " + changed().stream()
                .map(cell -> table.sql(cell.column()) + " = " + cell.expression()).collect(Collectors.joining(", "))
                + where();
    }

    /** Where there is nothing to change, the key is set to itself: that tells whether the row is there. */
    private List<Cell> changed() {
        return values.isEmpty() ? keys : values;
    }

    private List<Cell> updateCells() {
        var cells = new ArrayList<>(changed());
        cells.addAll(keys);
        return cells;
    }

    private String where() {
        return " WHERE " + keys.stream().map(cell -> table.sql(cell.column()) + " = " + cell.expression())
                .collect(Collectors.joining(" AND "));
    }

    private String names(List<Cell> cells) {
        return cells.stream().map(cell -> table.sql(cell.column())).collect(Collectors.joining(", "));
    }
}
