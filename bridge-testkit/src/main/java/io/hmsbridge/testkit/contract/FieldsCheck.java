package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.DescribesFields.Field;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what connectors tell of their target's fields and their values. */
final class FieldsCheck {

    private static final Set<String> TYPES =
            Set.of("text", "number", "integer", "boolean", "date", "datetime", "list", "map", "any");

    private FieldsCheck() {}

    static void describe(List<Field> fields) {
        Breach.FIELDS_WRONG.unless(!fields.isEmpty(), "there is none");
        var names = new HashSet<String>();
        for (var field : fields) {
            Breach.FIELDS_WRONG.unless(names.add(field.name()), "'" + field.name() + "' is there twice");
            Breach.FIELDS_WRONG.unless(TYPES.contains(field.type()), "'" + field.name() + "' has the type '"
                    + field.type() + "', which is none of " + TYPES);
            Breach.FIELDS_WRONG.unless(!field.doc().isBlank(), "'" + field.name() + "' is not documented");
        }
    }

    /** Whether a target holds all that was sent; it may hold more, and numbers in another scale. */
    static boolean holds(Map<String, Object> held, Map<String, Object> sent) {
        return sent.entrySet().stream().allMatch(field -> same(held.get(field.getKey()), field.getValue()));
    }

    private static boolean same(Object held, Object sent) {
        return held instanceof Number && sent instanceof Number
                ? new BigDecimal(held.toString()).compareTo(new BigDecimal(sent.toString())) == 0
                : java.util.Objects.equals(held, sent);
    }
}
