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
        var longs = new long[rows.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = column.applyAsLong(rows.get(i));
        }
        return put(name, longs);
    }

    Columns<R> nullableLongs(String name, Function<R, Long> column) {
        return put(name, fill(new Long[rows.size()], column));
    }

    Columns<R> ints(String name, ToIntFunction<R> column) {
        var ints = new int[rows.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = column.applyAsInt(rows.get(i));
        }
        return put(name, ints);
    }

    Columns<R> nullableInts(String name, Function<R, Integer> column) {
        return put(name, fill(new Integer[rows.size()], column));
    }

    Columns<R> texts(String name, Function<R, String> column) {
        return put(name, fill(new String[rows.size()], column));
    }

    Columns<R> blobs(String name, Function<R, byte[]> column) {
        return put(name, fill(new byte[rows.size()][], column));
    }

    <S extends SqlStatement<S>> S bindTo(S statement) {
        arrays.forEach(
                (name, array) -> statement.bind(name, (Argument) (position, sql, _) -> sql.setObject(position, array)));
        return statement;
    }

    private <V> V[] fill(V[] values, Function<R, V> column) {
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    private Columns<R> put(String name, Object array) {
        arrays.put(name, array);
        return this;
    }
}
