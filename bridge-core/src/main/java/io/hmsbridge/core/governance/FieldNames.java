package io.hmsbridge.core.governance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the names of fields say. Names come again and again, so each is looked at once. Safe for use by many threads. */
final class FieldNames {

    private static final int MOST_KEPT = 10_000;
    private static final int LONGEST_KEPT = 64;
    private static final int LONGEST_PATH = 200;

    /**
     * A name.
     *
     * @param dataClass what its field holds
     * @param matches   values that stand in the name itself
     * @param shown     how it is shown to people, without those
     */
    record Name(Optional<DataClass> dataClass, List<Match> matches, String shown) {}

    private final Map<String, Name> known = new ConcurrentHashMap<>();

    Name of(String key) {
        var name = known.get(key);
        if (name == null) {
            name = read(key);
            if (name.matches.isEmpty() && key.length() <= LONGEST_KEPT && known.size() < MOST_KEPT) {
                known.put(key, name);
            }
        }
        return name;
    }

    private static Name read(String key) {
        var matches = ContentScan.find(key, Optional.empty(), Budget.NONE);
        var shown = matches.isEmpty() ? key : Mask.of(key, 0);
        return new Name(Words.ofField(key), matches, shown.length() > LONGEST_KEPT ? "a long name" : shown);
    }

    /** Steps as a path: {@code crew[0].notes}. */
    static String path(List<String> steps) {
        var path = new StringBuilder();
        for (var step : steps) {
            path.append(path.isEmpty() || step.startsWith("[") ? "" : ".").append(step);
        }
        return path.length() <= LONGEST_PATH ? path.toString() : path.substring(0, LONGEST_PATH) + "…";
    }

    /** Whether a text could be what its field's name says, even where it has not the form. */
    static boolean mayHold(DataClass dataClass, String text) {
        if (dataClass.equals(DataClass.EMAIL)) {
            return text.indexOf('@') >= 0;
        }
        boolean anything = dataClass.isByFieldOnly() || dataClass.equals(DataClass.SECRET);
        return anything ? !text.isBlank()
                : !dataClass.equals(DataClass.IP) && text.chars().filter(Character::isDigit).count() >= 4;
    }
}
