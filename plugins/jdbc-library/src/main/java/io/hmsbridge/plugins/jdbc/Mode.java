package io.hmsbridge.plugins.jdbc;

/** What a packet does to its table. */
public enum Mode {
    /** Adds a row. */
    INSERT,
    /** Changes the row of its key, or adds it. */
    UPSERT,
    /** Changes every row that its key columns match; none is fine. */
    UPDATE,
    /** Deletes every row that its key columns match; none is fine. */
    DELETE
}
