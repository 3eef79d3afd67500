package io.hmsbridge.core;

import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.mapping.LaneWords;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.mapping.TargetDirectory;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.plugin.PluginHost.Downgrades;
import io.hmsbridge.core.plugin.PluginTrust;
import io.hmsbridge.core.plugin.WantedVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Declared targets and the connectors of a plugin folder, without a running bridge: what sheets can be checked against offline. */
public final class OfflineTargets implements TargetDirectory, AutoCloseable {

    private final Map<String, TargetSpec> declared = new TreeMap<>();
    private final Set<String> windows;
    private final Closing opened = new Closing();
    private final ConnectorOffers offers;
    private final Previews previews;

    /**
     * Loads the plugins.
     *
     * @param windows the names of those that targets share
     * @param trust which of them may be loaded
     * @param environment looks up environment variables, null for none
     * @throws IOException if they cannot be copied to where they are loaded from
     */
    public OfflineTargets(Collection<TargetSpec> declared, Set<String> windows, Path plugins, PluginTrust trust,
            Function<String, String> environment) throws IOException {
        declared.forEach(spec -> this.declared.put(spec.name(), spec));
        this.windows = Set.copyOf(windows);
        var work = Files.createTempDirectory("hms-bridge-");
        opened.add(() -> Files.deleteIfExists(work));
        var connectors = opened.add(PluginHost.open(plugins, work, trust, Downgrades.REFUSE,
                new WantedVersions(List.of(), Versions.pins(declared)))).connectors();
        offers = new ConnectorOffers(connectors, environment);
        previews = new Previews(connectors, environment);
    }

    /**
     * What the connector of a packet's target would send, as text for people and without secrets. Sends nothing.
     *
     * @param content as governance lets it pass
     * @return empty if no plugin offers the connector, or it does not say; why not, if it could not
     */
    public String preview(Event event, SheetBench.Tried.Packet packet, Packet.Form form, Object content) {
        var spec = declared.getOrDefault(packet.target(), TargetSpec.of(packet.target(), packet.connector()));
        return previews.of(spec, event, packet, form, content);
    }

    /** The names that a target's settings had in earlier versions of its connector, each with the one of now; none if it is not there. */
    public Map<String, String> formerSettings(TargetSpec target) {
        return offers.settings(target.connector(), target.pin()).map(SettingsSpec::formerNames).orElse(Map.of());
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
    public Set<String> windows() {
        return windows;
    }

    @Override
    public Set<String> connectors() {
        return offers.names();
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
        return Optional.ofNullable(declared.get(target)).map(TargetSpec::pin).orElse(Pin.NONE);
    }

    @Override
    public Optional<List<DescribesFields.Field>> fields(String target, String connector, Map<String, Object> with) {
        return offers.fields(connector, pin(target), with);
    }

    /** Numbers are given by a running bridge only. */
    @Override
    public int number(String target, String connector) {
        throw new UnsupportedOperationException("targets have no numbers offline");
    }

    /** Lanes run in a bridge only. */
    @Override
    public void lanes(Map<String, LaneWords> said) {
        throw new UnsupportedOperationException("there are no lanes offline");
    }

    @Override
    public void close() {
        opened.close();
    }
}
