package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Checks that settings are documented, that their defaults are valid, and that all problems are told at once. */
final class SettingsCheck {

    private static final String UNKNOWN = "no_such_setting";
    /** What no type of setting takes. */
    private static final Object WRONG = List.of(List.of(Map.of()));

    private SettingsCheck() {}

    static void check(SettingsSpec spec) {
        for (var entry : spec.entries()) {
            Breach.SETTINGS_WRONG.unless(!entry.doc().isBlank(), "'" + entry.name() + "' is not documented");
        }
        var wrong = new HashMap<String, Object>(Map.of(UNKNOWN, "x"));
        spec.entries().forEach(entry -> wrong.put(entry.name(), WRONG));
        var told = problems(spec, wrong);
        Breach.SETTINGS_WRONG.unless(told.equals(new TreeSet<>(wrong.keySet())), "of " + wrong.keySet() + " only "
                + told + " are told");
        var required = new TreeSet<String>();
        spec.entries().stream().filter(SettingsSpec.Entry::required).forEach(entry -> required.add(entry.name()));
        var missing = problems(spec, Map.of());
        Breach.SETTINGS_WRONG.unless(missing.equals(required), "with nothing set, problems are told of " + missing
                + " but required are " + required + "; a default may not fit its type");
    }

    private static TreeSet<String> problems(SettingsSpec spec, Map<String, ?> written) {
        var names = new TreeSet<String>();
        try {
            spec.read(written, _ -> null);
        } catch (SettingsException e) {
            for (var problem : e.problems()) {
                names.add(problem.setting());
                Breach.SETTINGS_WRONG.unless(problem.message().contains(problem.setting()),
                        "a message does not name '" + problem.setting() + "'");
            }
        }
        return names;
    }
}
