package io.hmsbridge.testkit.contract;

/**
 * What a connector may claim beyond delivering. The suite proves each claim, and refuses one that is true but not declared:
 * people choose a connector by what it declares.
 */
public enum Capability {
    /** The same idempotency key has one effect, even if the answer was lost on its way. */
    DEDUPLICATES,
    /** An older sequence of a key after a newer one has no effect. */
    ORDERS,
    /** It is a {@link io.hmsbridge.api.BatchConnector}. */
    BATCHES,
    /** {@link io.hmsbridge.api.Connector#probe} tells awake from asleep. */
    PROBES,
    /** It takes packets in the form {@link io.hmsbridge.api.Packet.Form#JSON_PATCH}; others reject them. */
    JSON_PATCH,
    /** It is a {@link io.hmsbridge.api.Previewing}. */
    PREVIEWS,
    /** It is a {@link io.hmsbridge.api.ReadableTarget}, and what was sent is read back. */
    READS,
    /** Its factory is a {@link io.hmsbridge.api.DescribesFields}. */
    DESCRIBES
}
