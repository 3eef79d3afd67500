package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.expression.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one target gets by one sheet.
 *
 * @param connector its connector; empty if the target is declared elsewhere
 * @param with settings of this use
 * @param deliverBy by when it is to have its packets
 * @param lane what it says of the target's lane
 * @param written all that the sheet says of the target, as it stands there
 */
public record TargetMapping(String target, String connector, Map<String, Object> with, TargetPlan plan,
        Optional<DeliverBy> deliverBy, LaneWords lane, Map<String, Object> written) {

    /** A setting without a value counts as absent. */
    public TargetMapping {
        var settings = new LinkedHashMap<>(with);
        settings.values().removeIf(Objects::isNull);
        with = Map.copyOf(settings);
    }

    /**
     * When a packet may go, and by when it should have arrived.
     *
     * @param from from when on those of the event may
     * @throws MappingFailure if the event says no time, or one that does not do
     */
    Timing timing(Scope scope, Optional<Instant> from, Mapped.Result result) {
        if (from.isEmpty() && deliverBy.isEmpty()) {
            return Timing.NONE;
        }
        return new Timing(from, result instanceof Mapped.Result.Content ? deliverBy.flatMap(by -> by.of(scope, from))
                : Optional.empty());
    }

    /** What it says of the target's lane; a shadow, which sends nothing, has no say. */
    LaneWords says() {
        return plan.shadow() ? LaneWords.NONE : lane;
    }

    /** What fields are called where their values come from, see {@link Mapped.Result.Content}. */
    public Map<String, String> sources() {
        return plan.sources();
    }

    /** The fields that packets may have, as the target names them. */
    public List<String> fields() {
        return plan.fields();
    }
}
