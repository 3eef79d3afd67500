package io.hmsbridge.core.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one target gets by one sheet.
 *
 * @param connector its connector; empty if the target is declared elsewhere
 * @param with settings of this use
 */
public record TargetMapping(String target, String connector, Map<String, Object> with, TargetPlan plan) {

    /** A setting without a value counts as absent. */
    public TargetMapping {
        var written = new LinkedHashMap<>(with);
        written.values().removeIf(Objects::isNull);
        with = Map.copyOf(written);
    }

    /** The fields that packets may have, as the target names them. */
    public List<String> fields() {
        return plan.fields();
    }
}
