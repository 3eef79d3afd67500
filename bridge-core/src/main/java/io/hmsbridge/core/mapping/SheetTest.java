package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.yaml.Position;
import java.util.List;
import java.util.Map;

/**
 * One test of a sheet.
 *
 * @param packets what is expected for targets; others are not looked at
 * @param keys expected of the packets of targets
 */
record SheetTest(String name, Event event, Map<String, Expected> packets, Map<String, String> keys, Position position) {

    /** What a target is expected to get. */
    sealed interface Expected {

        /** Packets with these contents, in order; none of them may be dead. */
        record Packets(List<Object> contents) implements Expected {}

        /** A packet that records that nothing has changed. */
        record Unchanged() implements Expected {}

        /** No packet at all: a condition did not hold. */
        record Nothing() implements Expected {}

        /** A dead packet whose reason holds this. */
        record Dead(String reason) implements Expected {}
    }
}
