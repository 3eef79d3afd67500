package io.hmsbridge.core.plugin;

import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/**
 * Which versions of a plugin a target is served by.
 *
 * @param plugin the plugin's id
 * @param versions a version or a range, such as {@code 1.2}, {@code ~1.2.3} or {@code >=1.0 & <3.0}
 */
public record Pin(String plugin, String versions) {

    /** Whatever is the highest version that is accepted. */
    public static final Pin NONE = new Pin("", "");

    private static final VersionManager RANGES = new DefaultVersionManager();

    /**
     * Reads {@code payroll-rest@1.2}.
     *
     * @throws IllegalArgumentException if it is written in another way, saying how
     */
    public static Pin parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new IllegalArgumentException("a version of a plugin is written ID@VERSION, not " + text);
        }
        var pin = new Pin(text.substring(0, at).strip(), text.substring(at + 1).strip());
        try {
            pin.matches("1.0.0");
            return pin;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(pin.versions + " is no version and no range of versions", e);
        }
    }

    /** Whether this version of the plugin is among those meant. */
    boolean allows(PluginJar jar) {
        return equals(NONE) || jar.id().equals(plugin) && matches(jar.version());
    }

    private boolean matches(String version) {
        return RANGES.checkVersionConstraint(version, versions);
    }

    @Override
    public String toString() {
        return equals(NONE) ? "" : plugin + "@" + versions;
    }
}
