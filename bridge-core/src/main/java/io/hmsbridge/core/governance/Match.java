package io.hmsbridge.core.governance;

/**
 * A value of a class, found in a text.
 *
 * @param start its first character
 * @param end   the one after its last
 * @param decoded what it is where it stands in an encoding; empty where it stands as it is
 */
record Match(DataClass dataClass, int start, int end, String decoded) {

    /** One that stands as it is. */
    Match(DataClass dataClass, int start, int end) {
        this(dataClass, start, end, "");
    }

    String value(String text) {
        return decoded.isEmpty() ? text.substring(start, end) : decoded;
    }
}
