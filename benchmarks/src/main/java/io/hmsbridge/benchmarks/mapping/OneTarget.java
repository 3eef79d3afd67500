package io.hmsbridge.benchmarks.mapping;

import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.core.mapping.LaneWords;
import io.hmsbridge.core.mapping.TargetDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One connector that takes anything. */
final class OneTarget implements TargetDirectory {

    @Override
    public Optional<String> declaredConnector(String target) {
        return Optional.empty();
    }

    @Override
    public Set<String> declaredTargets() {
        return Set.of();
    }

    @Override
    public Set<String> windows() {
        return Set.of();
    }

    @Override
    public Set<String> connectors() {
        return Set.of("C");
    }

    @Override
    public List<SettingsException.Problem> defaultSettings(String connector) {
        return List.of();
    }

    @Override
    public List<SettingsException.Problem> use(String target, String connector, Map<String, Object> with) {
        return List.of();
    }

    @Override
    public Map<String, String> formerUse(String target, String connector) {
        return Map.of();
    }

    @Override
    public Optional<List<DescribesFields.Field>> fields(String target, String connector, Map<String, Object> with) {
        return Optional.empty();
    }

    @Override
    public int number(String target, String connector) {
        return 1;
    }

    @Override
    public void lanes(Map<String, LaneWords> said) {
        // there are none
    }
}
