package io.hmsbridge.core.mapping;

import io.hmsbridge.core.calendar.Deadline;
import io.hmsbridge.core.calendar.Moments;
import io.hmsbridge.core.mapping.expression.Scope;
import io.hmsbridge.core.yaml.Durations;
import io.hmsbridge.core.yaml.MapReader;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * By when a target is to have its packets: a duration, a time of day, or what an expression finds in the event.
 *
 * @param fixed the same for every event; null if the rule says it
 * @param rule null if it is fixed
 * @param zone of times without one
 */
record DeliverBy(Deadline fixed, Rule rule, ZoneId zone) {

    static final String KEY = "deliver_by";

    static Optional<DeliverBy> read(MapReader target, Expressions expressions, ZoneId zone) {
        var text = target.text(KEY).orElse("").strip();
        var fixed = Durations.parse(text).<Deadline>map(Deadline.Within::new).or(() -> Deadline.parse(text, zone));
        if (fixed.isPresent()) {
            if (fixed.get() instanceof Deadline.Within within && !within.time().isPositive()) {
                target.error(KEY, "`deliver_by` must be longer than nothing", "");
            }
            return fixed.map(deadline -> new DeliverBy(deadline, null, zone));
        }
        if (text.matches("[0-9].*:.*|.*[A-Za-z] [0-9]+:.*")) {
            target.error(KEY, "`" + text + "` is no time of day", "Write 18:00, MON-FRI 18:00, or a duration like 2h.");
            return Optional.empty();
        }
        return expressions.read(target, KEY, false).map(rule -> new DeliverBy(null, rule, zone));
    }

    /**
     * Empty if the event does not say it.
     *
     * @param effective from when on the packet may go; empty for at once
     */
    Optional<Deadline> of(Scope scope, Optional<Instant> effective) {
        if (fixed != null) {
            return Optional.of(fixed);
        }
        return rule.text(KEY, scope).map(text -> {
            try {
                return by(Moments.parse(text, zone), effective);
            } catch (IllegalArgumentException e) {
                throw new MappingFailure(rule.where(), "`deliver_by`: " + e.getMessage());
            }
        });
    }

    private Deadline by(Instant moment, Optional<Instant> effective) {
        if (effective.filter(from -> !from.isBefore(moment)).isPresent()) {
            throw new MappingFailure(rule.where(),
                    "`deliver_by`: %s is not after %s, before which the packet may not go"
                            .formatted(moment, effective.get()));
        }
        return new Deadline.By(moment);
    }
}
