package io.hmsbridge.core.mapping;

import java.util.List;
import java.util.Map;

/**
 * What one target gets by one sheet.
 *
 * @param connector its connector; empty if the target is declared elsewhere
 * @param with settings of this use
 */
public record TargetMapping(String target, String connector, Map<String, Object> with, TargetPlan plan) {

    public TargetMapping {
        with = Map.copyOf(with);
    }

    /** The fields that packets may have, as the target names them. */
    public List<String> fields() {
        return plan.fields();
    }
}
