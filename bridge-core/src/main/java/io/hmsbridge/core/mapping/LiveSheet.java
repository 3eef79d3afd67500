package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.MappingSheet.TargetMapping;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sheet in force.
 *
 * @param number of its version in the ledger
 * @param targetNumbers of its targets, in order
 */
record LiveSheet(MappingSheet sheet, int number, Instant since, List<Integer> targetNumbers) {

    void map(Event event, List<Mapped> into) {
        var key = event.subject().isEmpty() ? event.type() : event.subject();
        for (int i = 0; i < targetNumbers.size(); i++) {
            into.add(map(event.data(), key, sheet.targets().get(i), targetNumbers.get(i)));
        }
    }

    private Mapped map(Map<String, Object> data, String key, TargetMapping mapping, int target) {
        var fields = LinkedHashMap.<String, Object>newLinkedHashMap(mapping.fields().size());
        boolean unchanged = false;
        for (var field : mapping.fields()) {
            var value = field.value(data);
            if (value instanceof FieldMapping.Absent) {
                continue;
            }
            if (field.isUnchanged(value, data)) {
                unchanged = true;
            } else {
                fields.put(field.target(), value);
            }
        }
        var detail = !fields.isEmpty() ? ""
                : unchanged ? "the event changes none of the fields" : "the event has none of the fields";
        return new Mapped(target, mapping.target(), number, key, Collections.unmodifiableMap(fields), detail);
    }
}
