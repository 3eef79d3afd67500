package io.hmsbridge.core;

import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.mapping.LaneWords;
import io.hmsbridge.core.mapping.TargetDirectory;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Pin;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The declared targets, as mapping sheets see them. */
final class Targets implements TargetDirectory {

    private final Outbox outbox;
    private final ConnectorOffers offers;
    private final Versions versions;
    private volatile Map<String, TargetSpec> declared;
    private volatile Map<String, Windows> shared;
    /** Those that were shared before, too: a sheet in force may name them. */
    private final Map<String, Windows> known = new ConcurrentHashMap<>();
    private volatile Map<String, LaneWords> said = Map.of();

    /**
     * @param specs the declared targets, whose lanes start once it is known what sheets say of them
     * @param shared the windows that targets share, by name
     */
    Targets(Outbox outbox, ConnectorOffers offers, Versions versions, Collection<TargetSpec> specs,
            Map<String, Windows> shared) {
        this.outbox = outbox;
        this.versions = versions;
        this.offers = offers;
        declared = byName(specs);
        share(shared);
        outbox.register(declared.values());
    }

    private static Map<String, TargetSpec> byName(Collection<TargetSpec> specs) {
        var byName = new TreeMap<String, TargetSpec>();
        specs.forEach(spec -> byName.put(spec.name(), spec));
        return byName;
    }

    private void share(Map<String, Windows> windows) {
        shared = Map.copyOf(windows);
        known.putAll(shared);
    }

    /** Starts the lanes of the declared targets, and those for which packets wait. */
    List<String> start() {
        return outbox.declare(declared.values());
    }

    List<String> declare(Collection<TargetSpec> specs, Map<String, Windows> newShared) {
        share(newShared);
        return declare(specs);
    }

    void accept(List<Pin> pins) {
        versions.accept(pins);
    }

    List<String> declare(Collection<TargetSpec> specs) {
        return versions.around(Versions.pins(specs), () -> {
            declared = byName(specs);
            return start();
        });
    }

    /** The target as declared, else with the defaults of this connector. */
    TargetSpec spec(String target, String connector) {
        var spec = declared.get(target);
        return spec != null ? spec : TargetSpec.of(target, connector);
    }

    /** Whether the target's dead packets hold up others until an operator acts on them. */
    boolean holds(String target) {
        return said(spec(target, "")).onDead() == TargetSpec.OnDead.HOLD;
    }

    /** When packets may go to a target. */
    Windows windows(String target) {
        return said(spec(target, "")).windows();
    }

    @Override
    public void lanes(Map<String, LaneWords> bySheets) {
        said = Map.copyOf(bySheets);
        outbox.obey(this::said);
    }

    /** The target as declared, and as sheets say, who go before that. */
    private TargetSpec said(TargetSpec spec) {
        var words = said.getOrDefault(spec.name(), LaneWords.NONE);
        return spec
                .with(words.order().map(word -> TargetSpec.Order.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(spec.order()))
                .with(words.onDead().map(word -> TargetSpec.OnDead.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(spec.onDead()))
                .coalescing(words.coalesce().orElse(spec.coalesce()))
                .within(words.window().map(name -> known.getOrDefault(name, Windows.NEVER)).orElse(spec.windows()))
                .with(retry(words, spec.retry()));
    }

    /** If only one end of the pauses is said, and is past the other, it is both. */
    private static RetryPolicy retry(LaneWords words, RetryPolicy usual) {
        var first = words.first().orElse(usual.first());
        var cap = words.cap().orElse(usual.cap());
        boolean crossed = cap.compareTo(first) < 0;
        return new RetryPolicy(crossed && words.cap().isPresent() ? cap : first,
                crossed && words.cap().isEmpty() ? first : cap,
                words.tries().map(Long::intValue).orElse(usual.tries()), words.maxAge().orElse(usual.maxAge()));
    }

    /** The settings that a target's connector takes; empty while no plugin offers it. */
    Optional<SettingsSpec> settings(TargetSpec target) {
        return offers.settings(target.connector(), target.pin());
    }

    @Override
    public Set<String> windows() {
        return shared.keySet();
    }

    @Override
    public List<SettingsException.Problem> defaultSettings(String connector) {
        return offers.defaultSettings(connector);
    }

    @Override
    public List<SettingsException.Problem> use(String target, String connector, Map<String, Object> with) {
        return offers.use(connector, pin(target), with);
    }

    @Override
    public Map<String, String> formerUse(String target, String connector) {
        return offers.formerUse(connector, pin(target));
    }

    private Pin pin(String target) {
        return spec(target, "").pin();
    }

    @Override
    public Optional<List<DescribesFields.Field>> fields(String target, String connector, Map<String, Object> with) {
        return offers.fields(connector, pin(target), with);
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
