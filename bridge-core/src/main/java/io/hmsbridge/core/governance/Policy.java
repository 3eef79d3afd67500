package io.hmsbridge.core.governance;

import java.util.Map;
import java.util.Optional;

/**
 * What may leave, and how.
 *
 * @param classes  by class, for all targets
 * @param targets  by target, before those for all
 * @param fallback for classes that are found by content and that nothing else is said of
 * @param fields   what fields hold whose names do not say so
 * @param key      of the hashes
 */
record Policy(Map<DataClass, Rule> classes, Map<String, Map<DataClass, Rule>> targets, Rule fallback,
        Map<String, DataClass> fields, Optional<HashKey> key) {

    /** In force where there is no policy file: what is found by content is masked. */
    static final Policy DEFAULT =
            new Policy(Map.of(), Map.of(), new Rule(Action.MASK, 0, "default"), Map.of(), Optional.empty());

    private static final Rule UNTOUCHED = new Rule(Action.ALLOW, 0, "default");

    /**
     * What to do with a class.
     *
     * @param show  how many letters and digits at the end a mask leaves
     * @param place where the policy says so
     */
    record Rule(Action action, int show, String place) {}

    Rule rule(String target, DataClass dataClass) {
        var own = targets.getOrDefault(target, Map.of()).get(dataClass);
        var rule = own == null ? classes.get(dataClass) : own;
        if (rule != null) {
            return rule;
        }
        boolean byFieldOnly = dataClass == DataClass.NAME || dataClass == DataClass.ADDRESS;
        return byFieldOnly ? UNTOUCHED : fallback;
    }
}
