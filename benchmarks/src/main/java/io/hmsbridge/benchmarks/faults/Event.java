package io.hmsbridge.benchmarks.faults;

/**
 * An event of the campaign. Its id says what is to arrive: {@code k3-17} is the value 17 under the key {@code k3}.
 *
 * @param value no other event has it; grows
 */
record Event(String key, long value) {

    static final String TYPE = "faults.measured";

    String id() {
        return key + "-" + value;
    }

    static Event of(String id) {
        int dash = id.lastIndexOf('-');
        return new Event(id.substring(0, dash), Long.parseLong(id.substring(dash + 1)));
    }

    String json() {
        return "{\"id\": \"%s\", \"source\": \"/faults\", \"type\": \"%s\", \"subject\": \"%s\", \"data\": {\"value\": %d}}"
                .formatted(id(), TYPE, key, value);
    }

    /** What a target has of it. */
    String content() {
        return "{\"value\":" + value + "}";
    }
}
