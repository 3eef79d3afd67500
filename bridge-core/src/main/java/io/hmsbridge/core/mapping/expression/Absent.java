package io.hmsbridge.core.mapping.expression;

/** What a path or an expression leads to when there is nothing: JSON null is a value. */
public enum Absent {
    /** There is nothing. */
    ABSENT
}
