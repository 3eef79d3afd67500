package io.hmsbridge.core.mapping;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a sheet says of the lane of a target: it holds for all that is sent to the target, whichever sheet makes it, and goes before
 * what the target's declaration says.
 *
 * @param byKey by where it stands below the target: {@code order}, {@code retry.first}
 */
public record LaneWords(Map<String, Word> byKey) {

    /** Nothing is said. */
    public static final LaneWords NONE = new LaneWords(Map.of());

    static final String ORDER = "order";
    static final String ON_DEAD = "on_dead";
    static final String COALESCE = "coalesce";
    static final String WINDOW = "window";

    /**
     * One word.
     *
     * @param value a text, a whole number, a duration, or true or false
     * @param written as it stands in the sheet
     * @param where the sheet's line
     */
    public record Word(Object value, String written, String where) {}

    public LaneWords {
        byKey = Map.copyOf(byKey);
    }

    /** {@code key}, {@code target} or {@code none}. */
    public Optional<String> order() {
        return value(ORDER, String.class);
    }

    /** {@code skip} or {@code hold}. */
    public Optional<String> onDead() {
        return value(ON_DEAD, String.class);
    }

    /** Whether packets of one key that wait are folded into one. */
    public Optional<Boolean> coalesce() {
        return value(COALESCE, Boolean.class);
    }

    /** The name of the shared windows in which packets may go. */
    public Optional<String> window() {
        return value(WINDOW, String.class);
    }

    /** The pause after the first try. */
    public Optional<Duration> first() {
        return value("retry.first", Duration.class);
    }

    /** The longest pause. */
    public Optional<Duration> cap() {
        return value("retry.cap", Duration.class);
    }

    /** The most tries of a packet. */
    public Optional<Long> tries() {
        return value("retry.tries", Long.class);
    }

    /** How long a packet is tried. */
    public Optional<Duration> maxAge() {
        return value("retry.max_age", Duration.class);
    }

    private <T> Optional<T> value(String key, Class<T> type) {
        return Optional.ofNullable(byKey.get(key)).map(Word::value).map(type::cast);
    }

    /** Both; where both say something, they say the same. */
    LaneWords and(LaneWords other) {
        if (other.byKey.isEmpty() || byKey.isEmpty()) {
            return byKey.isEmpty() ? other : this;
        }
        var all = new LinkedHashMap<>(other.byKey);
        all.putAll(byKey);
        return new LaneWords(all);
    }

    /** A key of which another sheet says something else. */
    Optional<String> contradicted(LaneWords other) {
        return byKey.keySet().stream().sorted().filter(key -> other.byKey.containsKey(key)
                && !other.byKey.get(key).value().equals(byKey.get(key).value())).findFirst();
    }
}
