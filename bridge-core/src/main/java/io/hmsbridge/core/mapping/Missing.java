package io.hmsbridge.core.mapping;

/** What becomes of a field whose value an event does not have. */
sealed interface Missing {

    /** It is left out. */
    record Omit() implements Missing {}

    /** It is sent as this value, which may be null. */
    record Value(Object value) implements Missing {}

    /** No packet is made; what would have been one ends dead. */
    record Dead() implements Missing {}
}
