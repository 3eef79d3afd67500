package io.hmsbridge.server.config;

import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlScalar;
import java.util.LinkedHashMap;

/** Keys as they were written before, so that an old {@code bridge.yaml} keeps working. */
final class Former {

    /** What to do about a former name. */
    static final String MEND = "It still works; `bridge config migrate` shows how to write it now, and does.";

    /** Set the folder of the plugins, as it still does. */
    static final String PLUGINS_VARIABLE = "BRIDGE_PLUGINS";

    static final String PLUGINS = "plugins";

    private Former() {}

    /** The folder of the plugins stood where more can be said of them now: {@code plugins: FOLDER}. */
    static boolean isWritten(YamlMap written) {
        var plugins = written.entries().get(PLUGINS);
        return plugins != null && plugins.value() instanceof YamlScalar folder && !folder.isNull();
    }

    /** What is written under former keys, under those of now, with a warning for each. */
    static YamlMap renewed(YamlMap written, Problems problems) {
        if (!isWritten(written)) {
            return written;
        }
        var plugins = written.entries().get(PLUGINS);
        var folder = plugins.value();
        problems.add(plugins.keyPosition().warning(
                "the folder `" + PLUGINS + "` is named `" + ConfigKey.PLUGINS.path() + "` now", MEND));
        var entries = new LinkedHashMap<>(written.entries());
        var below = new LinkedHashMap<String, YamlMap.Entry>();
        below.put(ConfigKey.PLUGINS.leaf(), new YamlMap.Entry(plugins.keyPosition(), folder));
        entries.put(PLUGINS, new YamlMap.Entry(plugins.keyPosition(), new YamlMap(folder.position(), below)));
        return new YamlMap(written.position(), entries);
    }
}
