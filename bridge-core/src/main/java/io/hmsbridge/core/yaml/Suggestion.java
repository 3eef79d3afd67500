package io.hmsbridge.core.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a person meant to write. */
public final class Suggestion {

    private static final int LONGEST_WORD = 100;

    private Suggestion() {
    }

    /**
     * The candidate that is nearest to the word, if it is near enough to be what was meant: about one slip (a letter
     * missing, added, changed or swapped with its neighbour) in three letters. Case is not counted.
     */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        record Guess(String candidate, int distance) {
        }
        return candidates.stream()
                .filter(candidate -> candidate.length() <= LONGEST_WORD)
                .map(candidate -> new Guess(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .filter(guess -> guess.distance <= Math.max(1, Math.max(word.length(), guess.candidate.length()) / 3))
                .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::candidate))
                .map(Guess::candidate);
    }

    /** {@code Did you mean `targets`?}, or else the sentence given (which may be empty). */
    public static String didYouMean(String word, Collection<String> candidates, String otherwise) {
        return closest(word, candidates).map(candidate -> "Did you mean `" + candidate + "`?").orElse(otherwise);
    }

    /** Damerau-Levenshtein distance in its optimal string alignment form. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] reused = beforeLast;
            beforeLast = last;
            last = row;
            row = reused;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
                boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[b.length()];
    }
}
