package io.hmsbridge.server.config;

import java.util.List;

/**
 * One value in force, fit to be shown to people.
 *
 * @param path   where it stands, from the top
 * @param value  a plain value, {@link #HIDDEN} for a secret, or null if nothing is set
 * @param origin {@code default}, {@code bridge.yaml:3}, {@code BRIDGE_HTTP_PORT} or {@code command line}; and what a
 *               placeholder took it from
 */
public record ShownValue(List<String> path, Object value, String origin) {

    /** Stands for a secret. */
    public static final String HIDDEN = "(secret)";

    /** Takes a copy. */
    public ShownValue {
        path = List.copyOf(path);
    }

    /** The path with dots. */
    public String key() {
        return String.join(".", path);
    }
}
