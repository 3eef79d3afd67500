package io.hmsbridge.core;

import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.WantedVersions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Has the plugin host run the versions that targets ask for. */
final class Versions {

    private final Optional<PluginHost> host;
    private WantedVersions wanted;

    /** @param wanted as the host was opened */
    Versions(Optional<PluginHost> host, WantedVersions wanted) {
        this.host = host;
        this.wanted = wanted;
    }

    static Set<Pin> pins(Collection<TargetSpec> specs) {
        return specs.stream().map(TargetSpec::pin).filter(pin -> !pin.equals(Pin.NONE)).collect(Collectors.toSet());
    }

    /** The versions to come run before {@code change} has targets go over to them, and those before go afterwards. */
    synchronized <T> T around(Set<Pin> pins, Supplier<T> change) {
        var both = new HashSet<>(wanted.pins());
        both.addAll(pins);
        follow(new WantedVersions(wanted.accepted(), both));
        var result = change.get();
        follow(new WantedVersions(wanted.accepted(), pins));
        return result;
    }

    synchronized void accept(List<Pin> accepted) {
        follow(new WantedVersions(accepted, wanted.pins()));
    }

    private void follow(WantedVersions other) {
        if (!other.equals(wanted)) {
            wanted = other;
            host.ifPresent(h -> h.follow(other));
        }
    }
}
