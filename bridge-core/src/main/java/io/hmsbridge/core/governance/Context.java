package io.hmsbridge.core.governance;

import io.hmsbridge.core.governance.Words.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The telling words of a text, in order, and the field that the text stands in. */
final class Context {

    private static final int BEFORE = 40;
    private static final int AFTER = 12;

    private record Word(int start, int end, Meaning meaning) {}

    private final String text;
    private final Optional<DataClass> field;
    private List<Word> words;

    Context(String text, Optional<DataClass> field) {
        this.text = text;
        this.field = field;
    }

    /** Read when they are first asked for: most texts have nothing that would need them. */
    private List<Word> words() {
        if (words == null) {
            words = new ArrayList<>();
            read();
        }
        return words;
    }

    /** Most words tell nothing, and are passed over by their first letter and length. */
    private void read() {
        String before = null;
        int beforeAt = 0;
        for (int at = 0; at < text.length(); at++) {
            if (Character.isLetter(text.charAt(at))) {
                int start = at;
                while (at < text.length() && Character.isLetter(text.charAt(at))) {
                    at++;
                }
                if (!Words.mayTell(text.charAt(start), at - start)) {
                    before = null;
                    continue;
                }
                var word = text.substring(start, at).toLowerCase(Locale.ROOT);
                if (before != null) {
                    add(before + " " + word, beforeAt, at);
                }
                add(word, start, at);
                before = word;
                beforeAt = start;
            }
        }
    }

    private void add(String phrase, int start, int end) {
        Words.inText(phrase).ifPresent(meaning -> words.add(new Word(start, end, meaning)));
    }

    /** Whether the nearest telling words say that what stands here is of the class; so does the field, without words. */
    boolean says(DataClass dataClass, int start, int end) {
        return nearest(start, end).map(word -> word.meaning.dataClass().equals(Optional.of(dataClass)))
                .orElseGet(() -> field.equals(Optional.of(dataClass)));
    }

    /** Whether the nearest telling words say that what stands here is something else. */
    boolean deniesAny(int start, int end) {
        return nearest(start, end).filter(word -> word.meaning.dataClass().isEmpty()).isPresent();
    }

    /** Whether a telling word ends where this begins. */
    boolean touches(int start) {
        int at = lastUntil(start);
        return at >= 0 && words().get(at).end == start;
    }

    private Optional<Word> nearest(int start, int end) {
        int before = lastUntil(start);
        if (before >= 0 && start - words().get(before).end <= BEFORE) {
            return Optional.of(words().get(before));
        }
        return before + 1 < words().size() && words().get(before + 1).start >= end
                && words().get(before + 1).start - end <= AFTER
                        ? Optional.of(words().get(before + 1)) : Optional.empty();
    }

    private int lastUntil(int start) {
        int low = 0;
        int high = words().size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (words().get(middle).end <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
