package io.hmsbridge.core.mapping;

import io.hmsbridge.core.calendar.Moments;
import io.hmsbridge.core.mapping.expression.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * From when on an event's packets may go.
 *
 * @param zone of dates and times without one
 */
record EffectiveAt(Rule rule, ZoneId zone) {

    /** Empty if the event does not say it. */
    Optional<Instant> of(Scope scope) {
        return rule.text("effective_at", scope).map(text -> {
            try {
                return Moments.parse(text, zone);
            } catch (IllegalArgumentException e) {
                throw new MappingFailure(rule.where(), "`effective_at`: " + e.getMessage());
            }
        });
    }
}
