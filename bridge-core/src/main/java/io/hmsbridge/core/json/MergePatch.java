package io.hmsbridge.core.json;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Delta packets laid one over the other, as RFC 7396 merges them: objects member by member, all else as a whole; a null deletes,
 * which is a value here like any other.
 */
public final class MergePatch {

    private MergePatch() {}

    /** Both, and where they are of the same place, the newer one. */
    public static Map<String, Object> merged(Map<String, Object> older, Map<String, Object> newer) {
        var both = new LinkedHashMap<>(older);
        newer.forEach((name, value) -> {
            var before = both.get(name);
            both.put(name, map(before) != null && map(value) != null ? merged(map(before), map(value)) : value);
        });
        return both;
    }

    /** What of the older one the newer one leaves as it is. */
    public static Map<String, Object> untouched(Map<String, Object> older, Map<String, Object> newer) {
        var rest = new LinkedHashMap<String, Object>();
        older.forEach((name, value) -> {
            if (!newer.containsKey(name)) {
                rest.put(name, value);
            } else if (map(value) != null && map(newer.get(name)) != null) {
                var inner = untouched(map(value), map(newer.get(name)));
                if (!inner.isEmpty()) {
                    rest.put(name, inner);
                }
            }
        });
        return rest;
    }

    /** What the newer one says of the places that the older one is about. */
    public static Map<String, Object> touching(Map<String, Object> older, Map<String, Object> newer) {
        var touching = new LinkedHashMap<String, Object>();
        older.forEach((name, value) -> {
            if (newer.containsKey(name)) {
                var now = newer.get(name);
                if (map(value) == null || map(now) == null) {
                    touching.put(name, now);
                } else {
                    var inner = touching(map(value), map(now));
                    if (!inner.isEmpty()) {
                        touching.put(name, inner);
                    }
                }
            }
        });
        return touching;
    }

    @SuppressWarnings("unchecked") // the closed set of values has string keys
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }
}
