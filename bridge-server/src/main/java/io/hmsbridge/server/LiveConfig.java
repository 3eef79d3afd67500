package io.hmsbridge.server;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.server.config.BridgeConfig;
import io.hmsbridge.server.config.ConfigException;
import io.hmsbridge.server.config.ConfigWatch;
import io.hmsbridge.server.config.LoadedConfig;
import io.hmsbridge.server.log.Logging;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Brings changes of the configuration into a running bridge: targets and the level of the log at once, the rest at the next start. */
public final class LiveConfig implements ConfigWatch.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

    private final Bridge bridge;
    private final BridgeConfig started;
    private Level level;

    /** @param started the configuration that the bridge was started with */
    public LiveConfig(Bridge bridge, BridgeConfig started) {
        this.bridge = bridge;
        this.started = started;
        level = started.log().level();
    }

    @Override
    public void changed(LoadedConfig loaded) {
        warn(loaded.warnings());
        check(loaded);
        var config = loaded.config();
        bridge.acceptVersions(config.plugins().accept());
        var problems = bridge.declare(config.targets(), config.windows());
        problems.forEach(problem -> LOG.warn("The changed configuration could not be followed: {}", problem));
        LOG.info("The configuration changed, targets={} problems={}", config.targets().size(), problems.size());
        if (config.log().level() != level) {
            level = config.log().level();
            Logging.level(level);
            LOG.info("Logs at the level {} from now on", level);
        }
        if (!withChangesOf(config).equals(config)) {
            LOG.warn(
                    "What changed in the configuration outside of targets, plugins.accept and log.level takes effect at the next start");
        }
    }

    @Override
    public void refused(ConfigException refused) {
        var places = refused.problems().stream().map(Problem::summary).collect(Collectors.joining("; "));
        LOG.warn("The changed configuration cannot be used, the last good one stays in force: {}", places);
    }

    /** Tells of targets that cannot work with the connectors there are. */
    public void check(LoadedConfig loaded) {
        warn(new TargetCheck(bridge).problems(loaded));
    }

    /** Tells of what does not keep a configuration from being used. */
    public static void warn(List<Problem> warnings) {
        warnings.forEach(warning -> LOG.warn("{}", warning.summary()));
    }

    private BridgeConfig withChangesOf(BridgeConfig other) {
        return new BridgeConfig(started.database(), started.data(), started.mappings(),
                started.plugins().accepting(other.plugins().accept()),
                started.http(), started.token(), new BridgeConfig.Log(started.log().format(), other.log().level()),
                started.failingTests(), other.targets(), other.windows(), started.upkeep(), started.policy(),
                started.notices(), started.outcomes());
    }
}
