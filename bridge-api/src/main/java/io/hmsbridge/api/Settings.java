package io.hmsbridge.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Settings that were checked against their {@link SettingsSpec}. Immutable and safe to share between threads. */
public final class Settings {

    /** No settings at all. */
    public static final Settings NONE = new Settings(Map.of());

    private final Map<String, Object> values;
    private final Map<Class<?>, Record> records = new ConcurrentHashMap<>();

    Settings(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * These settings as the record their spec was made of; the same instance every time.
     *
     * @throws IllegalArgumentException if they were made of another record
     */
    public <R extends Record> R as(Class<R> type) {
        return type.cast(records.computeIfAbsent(type, _ -> construct(type)));
    }

    private <R extends Record> R construct(Class<R> type) {
        var components = type.getRecordComponents();
        var arguments = Arrays.stream(components).map(c -> values.get(SettingsSpec.snakeCase(c.getName()))).toArray();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getSimpleName() + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalArgumentException("these settings are not a " + type.getSimpleName(), e);
        }
    }

    /** The settings with secrets hidden: safe to show. */
    @Override
    public String toString() {
        return values.toString();
    }
}
