package io.hmsbridge.plugins.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as the catalogue has it.
 *
 * @param name for people: as the settings name it
 * @param sql its name in SQL, quoted
 * @param columns by name
 * @param uniques the column sets that are unique
 * @param names of its columns, indexes and foreign keys
 * @param quote what quotes a name
 */
public record Table(String name, String sql, Map<String, Column> columns, Set<Set<String>> uniques, Set<String> names,
        String quote) {

    /** A table of which nothing is known but its name: it has whatever column it is asked for. */
    static Table unknown(String name) {
        return new Table(name, name, Map.of(), Set.of(), Set.of(), "");
    }

    /** @throws UnfitException if there is none of that name, or only several that differ in case */
    public Column column(String wanted) throws UnfitException {
        if (columns.isEmpty()) {
            return Column.unknown(wanted);
        }
        var exact = columns.get(wanted);
        if (exact != null) {
            return exact;
        }
        var alike = new ArrayList<Column>();
        columns.values().stream().filter(column -> column.name().equalsIgnoreCase(wanted)).forEach(alike::add);
        if (alike.size() != 1) {
            throw new UnfitException("table " + name + " has no column " + wanted);
        }
        return alike.getFirst();
    }

    /** The name in SQL of one of its columns. */
    public String sql(Column column) {
        return quoted(column.name(), quote);
    }

    /** Whether the columns single out a row. */
    boolean isUnique(List<Column> key) {
        var wanted = new HashSet<String>();
        key.forEach(column -> wanted.add(column.name()));
        return uniques.contains(wanted);
    }

    static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
