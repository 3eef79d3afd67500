package io.hmsbridge.core;

import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.mapping.TargetDirectory;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.outbox.TargetSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The declared targets, as mapping sheets see them. */
final class Targets implements TargetDirectory {

    private final Outbox outbox;
    private final ConnectorOffers offers;
    private volatile Map<String, TargetSpec> declared = Map.of();

    Targets(Outbox outbox, ConnectorOffers offers) {
        this.outbox = outbox;
        this.offers = offers;
    }

    List<String> declare(Collection<TargetSpec> specs) {
        var byName = new TreeMap<String, TargetSpec>();
        specs.forEach(spec -> byName.put(spec.name(), spec));
        declared = byName;
        return outbox.declare(byName.values());
    }

    /** Whether the target's dead packets hold up others until an operator acts on them. */
    @Override
    public boolean holds(String target) {
        var spec = declared.get(target);
        return spec != null && spec.onDead() == TargetSpec.OnDead.HOLD;
    }

    /** The settings that a connector takes; empty while no plugin offers it. */
    Optional<SettingsSpec> settings(String connector) {
        return offers.settings(connector);
    }

    @Override
    public List<SettingsException.Problem> defaultSettings(String connector) {
        return offers.defaultSettings(connector);
    }

    @Override
    public List<SettingsException.Problem> use(String connector, Map<String, Object> with) {
        return offers.use(connector, with);
    }

    @Override
    public Optional<List<DescribesFields.Field>> fields(String connector, Map<String, Object> with) {
        return offers.fields(connector, with);
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
        return offers.names();
    }

    @Override
    public int number(String target, String connector) {
        return outbox.number(target, connector);
    }
}
