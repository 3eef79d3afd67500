package io.hmsbridge.core.mapping;

import java.util.List;

/**
 * Which types of events a sheet maps: the words of the type between its dots, where {@code *} stands for any one word and
 * {@code **} for any one or more.
 */
record EventPattern(List<String> words) {

    static final String ONE = "*";
    static final String MANY = "**";

    static EventPattern of(String text) {
        return new EventPattern(List.of(text.split("\\.", -1)));
    }

    /** Whether a star stands alone wherever there is one. */
    boolean isWellFormed() {
        return words.stream().allMatch(word -> !word.contains(ONE) || word.equals(ONE) || word.equals(MANY));
    }

    boolean isExact() {
        return !words.contains(ONE) && !words.contains(MANY);
    }

    /** Whether there can be a type that both match. */
    boolean overlaps(EventPattern other) {
        return overlaps(words, other.words);
    }

    private static boolean overlaps(List<String> a, List<String> b) {
        if (!a.isEmpty() && !b.isEmpty() && !a.getFirst().startsWith(ONE) && !b.getFirst().startsWith(ONE)
                && !a.getFirst().equals(b.getFirst())) {
            return false; // the usual answer, without a list of the rest
        }
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() && b.isEmpty();
        }
        var restA = a.subList(1, a.size());
        var restB = b.subList(1, b.size());
        if (a.getFirst().equals(MANY)) {
            return overlaps(restA, restB) || overlaps(a, restB) || b.getFirst().equals(MANY) && overlaps(restA, b);
        }
        if (b.getFirst().equals(MANY)) {
            return overlaps(b, a);
        }
        return isSame(a.getFirst(), b.getFirst()) && overlaps(restA, restB);
    }

    private static boolean isSame(String a, String b) {
        return a.equals(ONE) || b.equals(ONE) || a.equals(b);
    }

    @Override
    public String toString() {
        return String.join(".", words);
    }
}
