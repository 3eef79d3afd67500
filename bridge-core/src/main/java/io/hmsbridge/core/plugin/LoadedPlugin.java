package io.hmsbridge.core.plugin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A plugin jar as people see it in {@code bridge plugins list}.
 *
 * @param id the plugin's id, or empty if the jar could not be read
 * @param version the plugin's version, or empty if the jar could not be read
 * @param file the jar in the plugins folder
 * @param connectors the names it offers; empty unless it is or was active
 * @param since when it came into this state
 * @param problem why it is refused, or empty
 */
public record LoadedPlugin(String id, String version, Path file, List<String> connectors, State state, Instant since,
        String problem) {

    /** Where a plugin jar stands. */
    public enum State {
        /** Its classes are being loaded and its factories constructed. */
        STARTING,
        /** Its connectors can be had. */
        ACTIVE,
        /** Another version of it is active. */
        STANDBY,
        /** Replaced or deleted, and still in use until its last connector is closed. */
        DRAINING,
        /** Not loaded, for the reason in {@code problem}. */
        REFUSED
    }
}
