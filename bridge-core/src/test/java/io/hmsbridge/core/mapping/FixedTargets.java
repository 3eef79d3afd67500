package io.hmsbridge.core.mapping;

import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.DescribesFields.Field;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A PayrollConnector that describes its fields, and the target declared, which has it. */
final class FixedTargets implements TargetDirectory {

    record Use(@Setting(value = "Where.", formerly = "route") String path,
            @Setting(value = "How often.", fallback = "1") int times) {}

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private volatile Map<String, LaneWords> said = Map.of();

    @Override
    public Optional<String> declaredConnector(String target) {
        return target.equals("declared") ? Optional.of("PayrollConnector") : Optional.empty();
    }

    @Override
    public Set<String> declaredTargets() {
        return Set.of("declared");
    }

    @Override
    public Set<String> windows() {
        return Set.of("office-hours");
    }

    @Override
    public Set<String> connectors() {
        return Set.of("PayrollConnector", "Plain");
    }

    @Override
    public List<SettingsException.Problem> defaultSettings(String connector) {
        return List.of();
    }

    @Override
    public List<SettingsException.Problem> use(String target, String connector, Map<String, Object> with) {
        try {
            (connector.equals("Plain") ? SettingsSpec.NONE : SettingsSpec.of(Use.class)).read(with, _ -> null);
            return List.of();
        } catch (SettingsException e) {
            return e.problems();
        }
    }

    @Override
    public Map<String, String> formerUse(String target, String connector) {
        return connector.equals("Plain") ? Map.of() : SettingsSpec.of(Use.class).formerNames();
    }

    @Override
    public Optional<List<DescribesFields.Field>> fields(String target, String connector, Map<String, Object> with) {
        return connector.equals("Plain") ? Optional.empty() : Optional.of(List.of(
                new Field("dailyRate", "number", true, "The rate."),
                new Field("currency", "text", false, "Its currency.")));
    }

    @Override
    public int number(String target, String connector) {
        return numbers.computeIfAbsent(target, _ -> numbers.size() + 1);
    }

    @Override
    public void lanes(Map<String, LaneWords> words) {
        said = words;
    }

    /** What the sheets in force say of lanes. */
    Map<String, LaneWords> said() {
        return said;
    }
}
