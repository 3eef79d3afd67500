package io.hmsbridge.api;

import java.util.Map;
import java.util.Optional;

/** A connector that can read back what its target holds. */
public interface ReadableTarget {

    /**
     * The target's current values of a key, in the target's field names.
     *
     * @return empty if the target knows no such key
     * @throws Exception if the target could not be asked
     */
    Optional<Map<String, Object>> read(String key, Settings with) throws Exception;
}
