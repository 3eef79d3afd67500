package io.hmsbridge.core.ledger;

/**
 * Which events to list.
 *
 * @param below only those with lower numbers, to page on
 * @param unmatchedOnly only those that no sheet matched
 * @param limit the most to list
 */
public record EventQuery(long below, boolean unmatchedOnly, int limit) {

    public static EventQuery latest(int limit) {
        return new EventQuery(Long.MAX_VALUE, false, limit);
    }
}
