package io.hmsbridge.core.support;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/**
 * The ledger's tables as a bridge finds them that is opened for the first time. To empty them is quicker than to make
 * them, and is done where they still are as they were made.
 */
final class EmptyLedger {

    /** One line for the tables, indexes, columns, constraints, triggers, functions and rights of the ledger. */
    private static final String SHAPE = """
            select md5(string_agg(line, e'\n' order by line)) from (
                select concat_ws(' ', relname, relkind, reloptions, relacl, pg_get_expr(relpartbound, oid)) as line
                from pg_class where relnamespace = to_regnamespace('hms_bridge')
                union all select concat_ws(' ', relname, attname, atttypid, attnotnull, attisdropped)
                from pg_attribute join pg_class c on c.oid = attrelid
                where relnamespace = to_regnamespace('hms_bridge') and attnum > 0
                union all select concat_ws(' ', conname, pg_get_constraintdef(oid))
                from pg_constraint where connamespace = to_regnamespace('hms_bridge')
                union all select concat_ws(' ', relname, tgname, tgenabled)
                from pg_trigger join pg_class c on c.oid = tgrelid
                where relnamespace = to_regnamespace('hms_bridge') and not tgisinternal
                union all select concat_ws(' ', proname, prosrc)
                from pg_proc where pronamespace = to_regnamespace('hms_bridge')) shape""";

    private static final String TABLES = """
            select string_agg('hms_bridge.' || relname, ', ') from pg_class
            where relnamespace = to_regnamespace('hms_bridge') and relkind in ('r', 'p') and not relispartition
            and relname <> 'flyway_schema_history'""";

    private String shape = "";
    private String emptying = "";

    void clear() {
        try (var connection = TestDatabase.connect(); var statement = connection.createStatement()) {
            if (!shape.isEmpty() && shape.equals(first(statement, SHAPE))) {
                statement.execute(emptying);
            } else {
                make(statement);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void make(Statement statement) throws SQLException {
        statement.execute("drop schema if exists hms_bridge cascade; drop schema if exists made cascade");
        Flyway.configure().dataSource(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .schemas("hms_bridge").locations("classpath:io/hmsbridge/core/ledger/migration").load().migrate();
        // As housekeeping leaves it, or each test would find another shape than the one before.
        statement.execute("set search_path = hms_bridge; select extend_ledger(2000001); reset search_path");
        statement.execute("create schema made");
        var all = first(statement, TABLES);
        emptying = "truncate " + all + " restart identity; alter sequence hms_bridge.number restart";
        for (var table : all.split(", ", -1)) {
            var copy = table.replace("hms_bridge.", "made.");
            statement.execute("create table %s as table %s".formatted(copy, table));
            emptying += "; insert into %s overriding system value table %s".formatted(table, copy);
        }
        shape = first(statement, SHAPE);
    }

    private static String first(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
