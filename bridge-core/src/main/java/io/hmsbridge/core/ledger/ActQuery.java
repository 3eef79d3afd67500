package io.hmsbridge.core.ledger;

/**
 * Which acts to list.
 *
 * @param below only those with lower numbers, to page on
 * @param limit the most to list
 */
public record ActQuery(long below, int limit) {

    public static ActQuery latest(int limit) {
        return new ActQuery(Long.MAX_VALUE, limit);
    }
}
