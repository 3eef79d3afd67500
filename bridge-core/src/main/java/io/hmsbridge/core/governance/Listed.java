package io.hmsbridge.core.governance;

import io.hmsbridge.core.governance.Policy.Rule;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Values that a policy decides on one by one. It knows them by keyed hashes, and nobody learns them from it.
 *
 * @param allowed by class and entry
 * @param denied by class and entry
 */
record Listed(Map<DataClass, Map<String, Rule>> allowed, Map<DataClass, Map<String, Rule>> denied,
        Optional<HashKey> key) {

    static final Listed NOTHING = new Listed(Map.of(), Map.of(), Optional.empty());

    Optional<Rule> allows(DataClass dataClass, Supplier<String> value) {
        return find(allowed, dataClass, value);
    }

    Optional<Rule> denies(DataClass dataClass, Supplier<String> value) {
        return find(denied, dataClass, value);
    }

    private Optional<Rule> find(Map<DataClass, Map<String, Rule>> lists, DataClass dataClass, Supplier<String> value) {
        var entries = lists.get(dataClass);
        return entries == null ? Optional.empty()
                : key.map(known -> entries.get(known.entry(dataClass, PlainText.of(value.get()).text())));
    }
}
