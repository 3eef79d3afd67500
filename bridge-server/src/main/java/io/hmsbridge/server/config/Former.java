package io.hmsbridge.server.config;

import io.hmsbridge.core.yaml.YamlMap;
import io.hmsbridge.core.yaml.YamlScalar;
import java.util.LinkedHashMap;

/** Keys as they were written before, so that an old {@code bridge.yaml} keeps working. */
final class Former {

    /** Set the folder of the plugins, as it still does. */
    static final String PLUGINS_VARIABLE = "BRIDGE_PLUGINS";

    private static final String PLUGINS = "plugins";

    private Former() {}

    /** The folder of the plugins stood where more can be said of them now: {@code plugins: FOLDER}. */
    static YamlMap renewed(YamlMap written) {
        var plugins = written.entries().get(PLUGINS);
        if (plugins == null || !(plugins.value() instanceof YamlScalar folder) || folder.isNull()) {
            return written;
        }
        var entries = new LinkedHashMap<>(written.entries());
        var below = new LinkedHashMap<String, YamlMap.Entry>();
        below.put(ConfigKey.PLUGINS.leaf(), new YamlMap.Entry(plugins.keyPosition(), folder));
        entries.put(PLUGINS, new YamlMap.Entry(plugins.keyPosition(), new YamlMap(folder.position(), below)));
        return new YamlMap(written.position(), entries);
    }
}
