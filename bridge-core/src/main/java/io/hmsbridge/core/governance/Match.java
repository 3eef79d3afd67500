package io.hmsbridge.core.governance;

/**
 * A value of a class, found in a text.
 *
 * @param start its first character
 * @param end   the one after its last
 */
record Match(DataClass dataClass, int start, int end) {}
