package io.hmsbridge.core.json;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A map together with the JSON it is written as, so that it is written once however often it is stored and sent; of one that
 * was stored before, the JSON is read when its values are first asked for. Unmodifiable, and equal to any map with the same
 * entries. Safe for use by many threads.
 */
public final class WrittenMap extends AbstractMap<String, Object> {

    private final byte[] json;
    private volatile Map<String, Object> map;

    private WrittenMap(byte[] json, Map<String, Object> map) {
        this.json = json;
        this.map = map;
    }

    /**
     * Writes a map, which must not change any more.
     *
     * @throws JsonProblem if it holds anything outside the closed set of types
     */
    public static WrittenMap of(Map<String, Object> map) {
        return new WrittenMap(ExactJson.write(map), Collections.unmodifiableMap(map));
    }

    /** A map as {@link #json()} gave it; what is no such JSON is found out when its values are asked for. */
    public static WrittenMap ofJson(byte[] json) {
        return new WrittenMap(json, null);
    }

    /** The map as {@link ExactJson#write} writes it: not a copy, and not to be changed. */
    public byte[] json() {
        return json;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return map().entrySet();
    }

    @Override
    public Object get(Object key) {
        return map().get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return map().containsKey(key);
    }

    @SuppressWarnings("unchecked") // what ExactJson reads has string keys
    private Map<String, Object> map() {
        if (map == null) {
            map = (Map<String, Object>) ExactJson.read(json);
        }
        return map;
    }
}
