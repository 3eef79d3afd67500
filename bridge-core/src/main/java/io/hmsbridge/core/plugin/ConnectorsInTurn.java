package io.hmsbridge.core.plugin;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.InboundConnectorFactory;
import io.hmsbridge.api.Recogniser;
import io.hmsbridge.api.VetRule;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Two sets of connectors, the first asked first. */
record ConnectorsInTurn(Connectors first, Connectors second) implements Connectors {

    @Override
    public Optional<PluginLease<ConnectorFactory>> find(String name, Pin pin) {
        return first.find(name, pin).or(() -> second.find(name, pin));
    }

    @Override
    public Optional<PluginLease<InboundConnectorFactory>> findInbound(String name) {
        return first.findInbound(name).or(() -> second.findInbound(name));
    }

    @Override
    public Set<String> names() {
        return union(first.names(), second.names());
    }

    @Override
    public Set<String> inboundNames() {
        return union(first.inboundNames(), second.inboundNames());
    }

    @Override
    public List<PluginLease<Recogniser>> recognisers() {
        return Stream.concat(first.recognisers().stream(), second.recognisers().stream()).toList();
    }

    @Override
    public List<PluginLease<VetRule>> rules() {
        return Stream.concat(first.rules().stream(), second.rules().stream()).toList();
    }

    @Override
    public Subscription onChange(Consumer<ConnectorChange> listener) {
        return both(first.onChange(listener), second.onChange(listener));
    }

    @Override
    public Subscription beforeReplacing(Trial trial) {
        return both(first.beforeReplacing(trial), second.beforeReplacing(trial));
    }

    private static Subscription both(Subscription one, Subscription two) {
        return () -> {
            one.close();
            two.close();
        };
    }

    private static Set<String> union(Set<String> one, Set<String> two) {
        var all = new TreeSet<>(one);
        all.addAll(two);
        return Collections.unmodifiableSet(all);
    }
}
