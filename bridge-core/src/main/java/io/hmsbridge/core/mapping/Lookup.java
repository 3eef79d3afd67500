package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.expression.Absent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A value by way of a table.
 *
 * @param name the table's
 * @param missing what stands for a key that the table does not have
 * @param keep such a key stays as it is
 */
record Lookup(String name, Map<String, Object> table, Missing missing, boolean keep) {

    /** The table's value; {@link Absent} to leave the field out. */
    Object of(Object key, String where) {
        var text = switch (key) {
            case null -> null;
            case BigDecimal decimal -> decimal.toPlainString();
            case Map<?, ?> _,List<?> _ -> throw new MappingFailure(where, "a structure cannot be looked up in " + name);
            default -> key.toString();
        };
        if (text != null && table.containsKey(text)) {
            return table.get(text);
        }
        if (keep || text == null) {
            return key;
        }
        return switch (missing) {
            case Missing.Omit _ -> Absent.ABSENT;
            case Missing.Value(var value) -> value;
            case Missing.Dead _ -> throw new MappingFailure(where, "the table " + name + " has no entry for the value");
        };
    }
}
