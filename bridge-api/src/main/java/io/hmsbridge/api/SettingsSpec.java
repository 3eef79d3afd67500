package io.hmsbridge.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that a connector takes: their names, types, defaults and meaning. It checks what people wrote, all problems
 * at once, and is what documentation and forms are made of.
 */
public final class SettingsSpec {

    /** No settings at all. */
    public static final SettingsSpec NONE = new SettingsSpec(List.of());

    /**
     * One setting.
     *
     * @param name as people write it, in snake_case
     * @param choices the values of a {@link SettingType#CHOICE}, else empty
     * @param fallback the value when nothing is set, as written in YAML, or empty
     * @param env an environment variable used when the setting is absent, or empty
     * @param required nothing stands in for it when it is absent
     */
    public record Entry(String name, SettingType type, List<String> choices, String doc, String fallback, String env,
            boolean required) {

        private String wanted() {
            return type == SettingType.CHOICE ? "one of " + String.join(", ", choices) : type.wanted();
        }
    }

    private record Component(Entry entry, List<String> formerly, Class<?> javaType, boolean optional) {}

    private final List<Component> components;

    private SettingsSpec(List<Component> components) {
        this.components = components;
        var names = new HashSet<String>();
        components.stream().flatMap(c -> Stream.concat(Stream.of(c.entry.name), c.formerly.stream()))
                .filter(name -> !names.add(name)).findFirst().ifPresent(name -> {
                    throw new IllegalArgumentException("two settings are or were named '" + name + "'");
                });
    }

    /**
     * The spec of a public record whose components each carry {@link Setting}. Types: {@code String, int, long, boolean,
     * BigDecimal, Duration, URI, Path, Secret}, an enum, {@code List<String>}, {@code Map<String, String>}, or an
     * {@code Optional} of one of these. The component {@code clientCert} is the setting {@code client_cert}.
     */
    public static SettingsSpec of(Class<? extends Record> type) {
        return new SettingsSpec(Arrays.stream(type.getRecordComponents()).map(SettingsSpec::component).toList());
    }

    /** The settings in the order declared. */
    public List<Entry> entries() {
        return components.stream().map(Component::entry).toList();
    }

    /** The names that settings had in earlier versions, each with the one of now; see {@link Setting#formerly}. */
    public Map<String, String> formerNames() {
        var names = new LinkedHashMap<String, String>();
        components.forEach(c -> c.formerly.forEach(former -> names.put(former, c.entry.name)));
        return names;
    }

    /**
     * Reads settings as people wrote them, under their names of now or {@linkplain #formerNames former ones}.
     *
     * @param written names and plain values
     * @param environment looks up an environment variable, null if there is none
     * @throws SettingsException with every problem found
     */
    public Settings read(Map<String, ?> written, Function<String, String> environment) throws SettingsException {
        var problems = new ArrayList<SettingsException.Problem>();
        var renamed = renamed(written, problems);
        var known = components.stream().map(c -> c.entry.name).collect(Collectors.toSet());
        for (var name : renamed.keySet()) {
            if (!known.contains(name)) {
                problems.add(new SettingsException.Problem(name, "there is no setting '" + name + "'"));
            }
        }
        var values = new LinkedHashMap<String, Object>();
        for (var component : components) {
            readOne(component, renamed.get(component.entry.name), environment, values, problems);
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(values);
    }

    private Map<String, Object> renamed(Map<String, ?> written, List<SettingsException.Problem> problems) {
        var former = formerNames();
        var renamed = new LinkedHashMap<String, Object>();
        written.forEach((name, value) -> {
            var now = former.getOrDefault(name, name);
            if (renamed.put(now, value) != null) {
                problems.add(new SettingsException.Problem(name,
                        "'" + now + "' is written twice, as " + String.join(" and as ", spellings(written, now))));
            }
        });
        return renamed;
    }

    private List<String> spellings(Map<String, ?> written, String now) {
        var former = formerNames();
        return written.keySet().stream().filter(name -> former.getOrDefault(name, name).equals(now))
                .map(name -> "'" + name + "'").toList();
    }

    private static void readOne(Component component, Object written, Function<String, String> environment,
            Map<String, Object> values,
            List<SettingsException.Problem> problems) {
        var entry = component.entry;
        var value = written;
        if (value == null && !entry.env.isEmpty()) {
            value = environment.apply(entry.env);
        }
        if (value == null && !entry.fallback.isEmpty()) {
            value = entry.fallback;
        }
        if (value == null) {
            if (entry.required) {
                var mend = entry.env.isEmpty() ? "" : ", here or as the environment variable " + entry.env;
                problems.add(new SettingsException.Problem(entry.name,
                        "'" + entry.name + "' is required" + mend + ": " + entry.doc));
            }
            values.put(entry.name, Optional.empty());
            return;
        }
        try {
            var read = entry.type.read(value, component.javaType);
            values.put(entry.name, component.optional ? Optional.of(read) : read);
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            problems.add(new SettingsException.Problem(entry.name, "'" + entry.name + "' must be " + entry.wanted()));
        }
    }

    private static Component component(RecordComponent component) {
        var setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalArgumentException(
                    component.getDeclaringRecord().getName() + "." + component.getName() + " lacks @Setting");
        }
        boolean optional = component.getType() == Optional.class;
        var javaType = optional ? argument(component) : component.getType();
        var type = SettingType.of(javaType);
        List<String> choices = type == SettingType.CHOICE
                ? Arrays.stream(javaType.getEnumConstants()).map(SettingType::choiceName).toList() : List.of();
        boolean required = !optional && setting.fallback().isEmpty();
        return new Component(
                new Entry(snakeCase(component.getName()), type, choices, setting.value(), setting.fallback(),
                        setting.env(), required),
                List.of(setting.formerly()),
                javaType,
                optional);
    }

    private static Class<?> argument(RecordComponent component) {
        var argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return (Class<?>) (argument instanceof ParameterizedType generic ? generic.getRawType() : argument);
    }

    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }
}
