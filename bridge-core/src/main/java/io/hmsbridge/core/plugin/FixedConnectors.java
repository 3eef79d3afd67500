package io.hmsbridge.core.plugin;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.InboundConnectorFactory;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Connectors that never change: those an embedding program brings itself. */
final class FixedConnectors implements Connectors {

    private final NavigableMap<String, ConnectorFactory> factories = new TreeMap<>();

    FixedConnectors(ConnectorFactory... factories) {
        for (var factory : factories) {
            if (this.factories.put(factory.name(), factory) != null) {
                throw new IllegalArgumentException("two connectors are named " + factory.name());
            }
        }
    }

    /** They come in no versions, so that no pin is about them. */
    @Override
    public Optional<PluginLease<ConnectorFactory>> find(String name, Pin pin) {
        return Optional.ofNullable(pin.equals(Pin.NONE) ? factories.get(name) : null)
                .map(f -> new PluginLease<>(f, "built in", f.getClass().getClassLoader(), () -> {}));
    }

    @Override
    public Optional<PluginLease<InboundConnectorFactory>> findInbound(String name) {
        return Optional.empty();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(factories.navigableKeySet());
    }

    @Override
    public Set<String> inboundNames() {
        return Set.of();
    }

    @Override
    public Subscription onChange(Consumer<ConnectorChange> listener) {
        return () -> {};
    }

    @Override
    public Subscription beforeReplacing(Trial trial) {
        return () -> {};
    }
}
