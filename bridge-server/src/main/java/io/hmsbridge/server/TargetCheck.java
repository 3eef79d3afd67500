package io.hmsbridge.server;

import io.hmsbridge.api.SettingsException;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.config.LoadedConfig;
import java.util.List;

/** Checks the targets of a configuration against the connectors there are. */
final class TargetCheck {

    private final Bridge bridge;

    TargetCheck(Bridge bridge) {
        this.bridge = bridge;
    }

    /** What keeps targets from working, each with the place where it is written. */
    List<Problem> problems(LoadedConfig loaded) {
        return loaded.config().targets().stream().flatMap(target -> problems(loaded, target).stream()).sorted()
                .toList();
    }

    private List<Problem> problems(LoadedConfig loaded, TargetSpec target) {
        var settings = bridge.settings(target);
        if (settings.isEmpty()) {
            return List.of(loaded.unknownConnector(target, bridge.connectors()));
        }
        try {
            settings.get().read(target.settings(), System::getenv);
            return loaded.renamed(target, settings.get());
        } catch (SettingsException e) {
            return loaded.problems(target.name(), e);
        }
    }
}
