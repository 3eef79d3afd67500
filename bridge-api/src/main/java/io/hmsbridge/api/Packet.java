package io.hmsbridge.api;

import java.time.Instant;
import java.util.Map;

/**
 * A delta packet: what one target gets of one event, after mapping, delta and vet. Immutable and safe to share between
 * threads; a retry hands over an equal packet but for {@link #attempt}.
 *
 * @param id names the packet
 * @param idempotencyKey the same for every attempt that sends the same content, over crashes and replays; unique to this
 *     bridge, target, packet and revision
 * @param origin the event it was made of
 * @param key packets of one target and key are sent in the order of their sequence
 * @param sequence never falls from one packet of a key to the next; a target that remembers the last one can refuse older ones. Two
 *     packets that were accepted at the same time may bear one sequence
 * @param attempt 1 for the first try
 * @param form how {@code content} is to be read
 * @param content a map, or a list of operations in the form {@link Form#JSON_PATCH}
 * @param with this use's settings from the mapping sheet's {@code with:}
 * @param traceparent W3C trace context to hand on, or empty
 * @param tracestate what goes with {@code traceparent}, under that name, or empty
 */
public record Packet(PacketId id, String idempotencyKey, Origin origin, String key, long sequence, int attempt,
        Form form, Object content, Settings with,
        String traceparent, String tracestate) {

    /** Without a {@code tracestate}. */
    public Packet(PacketId id, String idempotencyKey, Origin origin, String key, long sequence, int attempt,
            Form form, Object content, Settings with, String traceparent) {
        this(id, idempotencyKey, origin, key, sequence, attempt, form, content, with, traceparent, "");
    }

    /** How a packet's content is to be read. */
    public enum Form {
        /** Field names and their new values. */
        FIELDS,
        /** RFC 7396: a null deletes. */
        MERGE_PATCH,
        /** RFC 6902: a list of operations. */
        JSON_PATCH
    }

    /**
     * Where a packet comes from.
     *
     * @param acceptedAt when the bridge accepted the event
     */
    public record Origin(String source, String id, String type, String subject, Instant time, Instant acceptedAt) {}

    /**
     * The content's fields, in the order of the sheet.
     *
     * @throws IllegalStateException in the form {@link Form#JSON_PATCH}, which has none
     */
    @SuppressWarnings("unchecked") // content is made of Values: a map has string keys
    public Map<String, Object> fields() {
        if (content instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalStateException(id + " is a JSON Patch: it has operations, not fields");
    }

    /** The settings of this use, as the record that the factory's {@link ConnectorFactory#use} was made of. */
    public <R extends Record> R with(Class<R> type) {
        return with.as(type);
    }

    /** Ids alone: content never belongs into a log. */
    @Override
    public String toString() {
        return id + " key=" + key + " sequence=" + sequence + " attempt=" + attempt;
    }
}
