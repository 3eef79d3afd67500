package io.hmsbridge.core.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlStatement;

/** Rows turned into one array for each column, as {@code unnest} takes them: one statement for any number of rows. */
final class Columns<R> {

    private final List<R> rows;
    private final Map<String, Object> arrays = new LinkedHashMap<>();

    Columns(List<R> rows) {
        this.rows = rows;
    }

    Columns<R> longs(String name, ToLongFunction<R> column) {
        return put(name, rows.stream().mapToLong(column).toArray());
    }

    Columns<R> nullableLongs(String name, Function<R, Long> column) {
        return put(name, rows.stream().map(column).toArray(Long[]::new));
    }

    Columns<R> ints(String name, ToIntFunction<R> column) {
        return put(name, rows.stream().mapToInt(column).toArray());
    }

    Columns<R> nullableInts(String name, Function<R, Integer> column) {
        return put(name, rows.stream().map(column).toArray(Integer[]::new));
    }

    Columns<R> texts(String name, Function<R, String> column) {
        return put(name, rows.stream().map(column).toArray(String[]::new));
    }

    Columns<R> blobs(String name, Function<R, byte[]> column) {
        return put(name, rows.stream().map(column).toArray(byte[][]::new));
    }

    <S extends SqlStatement<S>> S bindTo(S statement) {
        arrays.forEach(
                (name, array) -> statement.bind(name, (Argument) (position, sql, _) -> sql.setObject(position, array)));
        return statement;
    }

    private Columns<R> put(String name, Object array) {
        arrays.put(name, array);
        return this;
    }
}
