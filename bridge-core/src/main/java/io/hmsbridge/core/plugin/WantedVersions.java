package io.hmsbridge.core.plugin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which versions of plugins are to run side by side.
 *
 * @param accepted which versions targets without a pin may follow; of plugins that none of these is about, any
 * @param pins those of targets
 */
public record WantedVersions(List<Pin> accepted, Set<Pin> pins) {

    /** Of each plugin the highest. */
    public static final WantedVersions HIGHEST = new WantedVersions(List.of(), Set.of());

    /** Takes copies. */
    public WantedVersions {
        accepted = List.copyOf(accepted);
        pins = Set.copyOf(pins);
    }

    /** What is asked of a plugin: the highest version for targets without a pin, and one for each pin. */
    Stream<Pin> demands(String id) {
        return Stream.concat(Stream.of(Pin.NONE), pins.stream().filter(pin -> pin.plugin().equals(id)));
    }

    /** Whether a version may serve targets of this pin. */
    boolean allows(Pin pin, PluginJar jar) {
        return pin.equals(Pin.NONE) ? objection(jar).isEmpty() : pin.allows(jar);
    }

    /** What stands against its serving targets without a pin. */
    private Optional<Pin> objection(PluginJar jar) {
        var about = accepted.stream().filter(pin -> pin.plugin().equals(jar.id())).toList();
        return about.stream().anyMatch(pin -> pin.allows(jar)) ? Optional.empty() : about.stream().findFirst();
    }

    /** Whether the one is asked for where the other is not. */
    boolean prefer(PluginJar one, PluginJar other) {
        return demands(one.id()).anyMatch(pin -> allows(pin, one) && !allows(pin, other));
    }
}
