package io.hmsbridge.core.outbox;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The {@code with:} settings of one target in each sheet's version, checked against its connector once. */
final class Uses {

    private final SettingsSpec spec;
    private final IntFunction<Map<String, Object>> written;
    private final Function<String, String> environment;
    private final Map<Integer, Settings> checked = new ConcurrentHashMap<>();

    /** @param written what the sheet's version of a number says */
    Uses(SettingsSpec spec, IntFunction<Map<String, Object>> written, Function<String, String> environment) {
        this.spec = spec;
        this.written = written;
        this.environment = environment;
    }

    /** @throws SendException as a target fault if the sheet's settings do not suit the connector */
    Settings of(int sheet) throws SendException {
        var known = checked.get(sheet);
        if (known != null) {
            return known;
        }
        try {
            var settings = spec.read(written.apply(sheet), environment);
            checked.put(sheet, settings);
            return settings;
        } catch (SettingsException e) {
            throw new SendException(SendException.Kind.TARGET_FAULT,
                    "the sheet's with: does not suit the connector: " + e.getMessage(), e);
        }
    }
}
