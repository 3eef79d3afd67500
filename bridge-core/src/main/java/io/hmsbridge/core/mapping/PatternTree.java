package io.hmsbridge.core.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds values by patterns of event types: what a look costs depends on the type's words and on what matches, not on how many
 * patterns there are. Filled by one thread, then read by many.
 *
 * @param <T> what is found
 */
final class PatternTree<T> {

    private final Map<String, PatternTree<T>> words = new HashMap<>();
    private final List<T> here = new ArrayList<>();
    private PatternTree<T> one;
    private PatternTree<T> many;

    void add(EventPattern pattern, T value) {
        var node = this;
        for (var word : pattern.words()) {
            node = node.below(word);
        }
        node.here.add(value);
    }

    private PatternTree<T> below(String word) {
        return switch (word) {
            case EventPattern.ONE -> one == null ? one = new PatternTree<>() : one;
            case EventPattern.MANY -> many == null ? many = new PatternTree<>() : many;
            default -> words.computeIfAbsent(word, _ -> new PatternTree<>());
        };
    }

    /** Adds what matches a type's words from this one on. */
    void find(List<String> type, Set<T> into) {
        if (type.isEmpty()) {
            into.addAll(here);
            return;
        }
        var rest = type.subList(1, type.size());
        var exact = words.get(type.getFirst());
        if (exact != null) {
            exact.find(rest, into);
        }
        if (one != null) {
            one.find(rest, into);
        }
        for (int i = 1; many != null && i <= type.size(); i++) {
            many.find(type.subList(i, type.size()), into);
        }
    }
}
