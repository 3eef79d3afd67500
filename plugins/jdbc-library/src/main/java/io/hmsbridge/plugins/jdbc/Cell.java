package io.hmsbridge.plugins.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A value for a column.
 *
 * @param expression what makes the column's value in SQL, with one {@code ?}
 * @param value what is bound to it, or null
 * @param sqlType of {@link java.sql.Types}, as which it is bound
 */
public record Cell(Column column, String expression, Object value, int sqlType) {

    /** A value that goes as it is. */
    public static Cell of(Column column, Object value, int sqlType) {
        return new Cell(column, "?", value, sqlType);
    }

    void bind(PreparedStatement statement, int at) throws SQLException {
        if (value == null) {
            statement.setNull(at, sqlType);
        } else if (sqlType == java.sql.Types.OTHER) {
            statement.setObject(at, value, sqlType);
        } else if (value instanceof String text) {
            statement.setString(at, text);
        } else {
            statement.setObject(at, value);
        }
    }
}
