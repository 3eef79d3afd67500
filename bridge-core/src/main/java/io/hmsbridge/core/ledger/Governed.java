package io.hmsbridge.core.ledger;

import io.hmsbridge.core.json.ExactJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What governance said of a packet.
 *
 * @param policy the number of the policy's version that vetted it, 0 for none
 * @param found what it found and what it did, never a value
 */
public record Governed(int policy, List<Found> found) {

    /** Nobody has vetted it. */
    public static final Governed NONE = new Governed(0, List.of());

    /** The rule by which a class passes that an approver has released. */
    public static final String RELEASED = "released";

    private static final String CLASS = "class";
    private static final String FIELD = "field";
    private static final String ACTION = "action";
    private static final String RULE = "rule";

    /**
     * @param dataClass what was found, for instance {@code ssn}
     * @param field where
     * @param action what was done
     * @param rule what says so
     */
    public record Found(String dataClass, String field, String action, String rule) {

        /** As JSON has it. */
        public Map<String, Object> fields() {
            var fields = new LinkedHashMap<String, Object>();
            fields.put(CLASS, dataClass);
            fields.put(FIELD, field);
            fields.put(ACTION, action);
            fields.put(RULE, rule);
            return fields;
        }
    }

    /** The classes on account of which it was blocked. */
    public Set<String> blocking() {
        return found.stream().filter(one -> one.action.equals("block")).map(Found::dataClass)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The classes that an approver has released of it. */
    public Set<String> released() {
        return found.stream().filter(one -> one.rule.equals(RELEASED)).map(Found::dataClass)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** As the ledger stores what was found; null for nothing. */
    String json() {
        return found.isEmpty() ? null : ExactJson.writeString(found.stream().map(Found::fields).toList());
    }

    static Governed of(int policy, String json) {
        return json == null ? new Governed(policy, List.of())
                : new Governed(policy, ((List<?>) ExactJson.read(json)).stream().map(Governed::found).toList());
    }

    private static Found found(Object json) {
        var map = (Map<?, ?>) json;
        return new Found(map.get(CLASS).toString(), map.get(FIELD).toString(), map.get(ACTION).toString(),
                map.get(RULE).toString());
    }
}
