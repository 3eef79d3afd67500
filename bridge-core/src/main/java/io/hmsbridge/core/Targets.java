package io.hmsbridge.core;

import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.mapping.TargetDirectory;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Connectors;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The declared targets, as mapping sheets see them. */
final class Targets implements TargetDirectory {

    private final Outbox outbox;
    private final Connectors connectors;
    private volatile Map<String, TargetSpec> declared = Map.of();

    Targets(Outbox outbox, Connectors connectors) {
        this.outbox = outbox;
        this.connectors = connectors;
    }

    List<String> declare(Collection<TargetSpec> specs) {
        var byName = new TreeMap<String, TargetSpec>();
        specs.forEach(spec -> byName.put(spec.name(), spec));
        declared = byName;
        return outbox.declare(byName.values());
    }

    /** Whether the target's dead packets hold up others until an operator acts on them. */
    boolean holds(String target) {
        var spec = declared.get(target);
        return spec != null && spec.onDead() == TargetSpec.OnDead.HOLD;
    }

    /** The settings that a connector takes; empty while no plugin offers it. */
    Optional<SettingsSpec> settings(String connector) {
        return connectors.find(connector).map(lease -> {
            try (lease) {
                return lease.call(() -> lease.factory().settings());
            } catch (Exception e) {
                throw new IllegalStateException(connector + " does not say what settings it takes", e);
            }
        });
    }

    @Override
    public Optional<String> declaredConnector(String target) {
        return Optional.ofNullable(declared.get(target)).map(TargetSpec::connector);
    }

    @Override
    public Set<String> declaredTargets() {
        return declared.keySet();
    }

    @Override
    public Set<String> connectors() {
        return connectors.names();
    }

    @Override
    public int number(String target, String connector) {
        return outbox.number(target, connector);
    }
}
