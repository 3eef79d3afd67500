package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.core.mapping.expression.Absent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A packet's content as it is put together. Used by one thread. */
final class Content {

    private final Form form;
    private final Map<String, Object> fields;
    private final List<Object> operations;
    private boolean moved;

    Content(Form form, int size) {
        this.form = form;
        fields = form == Form.JSON_PATCH ? Map.of() : LinkedHashMap.newLinkedHashMap(size);
        operations = form == Form.JSON_PATCH ? new ArrayList<>() : List.of();
    }

    /** Whether something in it is a reason to send it. */
    boolean hasMoved() {
        return moved;
    }

    boolean isEmpty() {
        return fields.isEmpty() && operations.isEmpty();
    }

    /** Something that has changed, or may have. */
    void move(TargetPath target, Object before, Object now) {
        moved = true;
        switch (form) {
            case FIELDS -> target.put(fields, now);
            case MERGE_PATCH -> target.put(fields, before instanceof Map<?, ?> a && now instanceof Map<?, ?> b
                    ? Change.mergePatch(a, b) : now);
            case JSON_PATCH -> {
                if (before instanceof Absent) {
                    operations.add(Change.operation("add", target.pointer(), now));
                } else {
                    Change.operations(target.pointer(), before, now, operations);
                }
            }
        }
    }

    /** Something that goes along. */
    void add(TargetPath target, Object value) {
        if (form == Form.JSON_PATCH) {
            operations.add(Change.operation("add", target.pointer(), value));
        } else {
            target.put(fields, value);
        }
    }

    /** Something that is no longer there; false if the form cannot say so. */
    boolean remove(TargetPath target) {
        switch (form) {
            case FIELDS -> {
                return false;
            }
            case MERGE_PATCH -> target.put(fields, null);
            case JSON_PATCH -> operations.add(Change.removal(target.pointer()));
        }
        moved = true;
        return true;
    }

    Object finished() {
        return form == Form.JSON_PATCH ? Collections.unmodifiableList(operations) : Collections.unmodifiableMap(fields);
    }
}
