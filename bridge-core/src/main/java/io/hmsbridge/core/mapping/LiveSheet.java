package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.expression.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A sheet in force.
 *
 * @param number of its version in the ledger
 * @param targetNumbers of its targets, in order
 */
record LiveSheet(MappingSheet sheet, int number, Instant since, List<Integer> targetNumbers) {

    void map(Event event, Scope scope, List<Mapped> into) {
        var effective = effective(sheet, scope);
        sheet.map(event, scope, (index, part, key, result) -> {
            var target = sheet.targets().get(index);
            var mapped = new Mapped(targetNumbers.get(index), target.target(), number, part, key,
                    target.plan().shadow(), effective, Optional.empty(), result);
            into.add(target.deliverBy().map(by -> due(mapped, by, scope)).orElse(mapped));
        });
    }

    private static Mapped due(Mapped mapped, DeliverBy by, Scope scope) {
        try {
            return mapped.by(by.of(scope, mapped.effective()));
        } catch (MappingFailure e) {
            return mapped.as(mapped.part(), new Mapped.Result.Failed(e.getMessage()));
        }
    }

    /** What fails here fails in the sheet's mapping too, which says why. */
    static Optional<Instant> effective(MappingSheet sheet, Scope scope) {
        try {
            return sheet.effectiveAt(scope);
        } catch (MappingFailure _) {
            return Optional.empty();
        }
    }

    /** There is one for each version that came into force. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LiveSheet live && live.number == number && live.since.equals(since)
                && live.targetNumbers.equals(targetNumbers);
    }

    @Override
    public int hashCode() {
        return number;
    }
}
