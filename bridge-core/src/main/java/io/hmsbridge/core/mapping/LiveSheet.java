package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.expression.Scope;
import java.time.Instant;
import java.util.List;

/**
 * A sheet in force.
 *
 * @param number of its version in the ledger
 * @param targetNumbers of its targets, in order
 */
record LiveSheet(MappingSheet sheet, int number, Instant since, List<Integer> targetNumbers) {

    void map(Event event, Scope scope, List<Mapped> into) {
        sheet.map(event, scope, (index, part, key, timing, result) -> {
            var target = sheet.targets().get(index);
            into.add(new Mapped(targetNumbers.get(index), target.target(), number, part, key, target.plan().shadow(),
                    timing, result));
        });
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
