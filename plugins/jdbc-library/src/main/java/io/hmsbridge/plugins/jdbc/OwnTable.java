package io.hmsbridge.plugins.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Creates a table of ours where it is missing. */
public final class OwnTable {

    private final Dialect dialect;
    private final Catalogue catalogue;

    /** @param catalogue where it is looked for */
    public OwnTable(Dialect dialect, Catalogue catalogue) {
        this.dialect = dialect;
        this.catalogue = catalogue;
    }

    /**
     * Creates it in a transaction of its own; ends the connection's, in which nothing may have been written. If another was
     * faster, its table will do.
     */
    public void create(Connection connection, String name, String ddl) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(ddl);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (catalogue.table(connection, name).isEmpty()) {
                throw Failure.of(e, dialect).what() == Failure.What.CONTENT
                        ? new SQLException("the table could not be created", "42501", e) : e;
            }
        }
    }
}
