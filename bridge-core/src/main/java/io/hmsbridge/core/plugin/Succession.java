package io.hmsbridge.core.plugin;

import io.hmsbridge.core.plugin.PluginHost.Downgrades;
import java.util.List;
import java.util.Optional;

/** Whether the plugin that a file holds now may take the place of the one that it held, and which runs. */
final class Succession {

    private final Downgrades downgrades;
    private final LastGood lastGood;

    Succession(Downgrades downgrades, LastGood lastGood) {
        this.downgrades = downgrades;
        this.lastGood = lastGood;
    }

    /**
     * What stands against it.
     *
     * @param serves for which pins the one that runs is the best there is
     */
    Optional<String> objection(PluginJar running, PluginJar newcomer, List<Pin> serves, WantedVersions wanted) {
        for (var pin : serves) {
            if (pin.equals(Pin.NONE) ? newcomer.id().equals(running.id()) && !wanted.allows(pin, newcomer)
                    : !pin.allows(newcomer)) {
                return Optional.of((pin.equals(Pin.NONE) ? "plugins.accept does not take it"
                        : "a target is pinned to " + pin) + ", so version " + running.version()
                        + " goes on, which its file held: put that back, and this one beside it under another name");
            }
        }
        boolean older = newcomer.id().equals(running.id()) && newcomer.compareVersion(running) < 0;
        return older && !mayGoBack(running, newcomer, wanted)
                ? Optional.of("it is older than version " + running.version()
                        + ", which goes on; `bridge plugins rollback`"
                        + " returns to the version of before, `bridge plugins install --allow-downgrade` or"
                        + " plugins.downgrades: allow lets this one take over, and so does a pin of a target to it")
                : Optional.empty();
    }

    private boolean mayGoBack(PluginJar running, PluginJar older, WantedVersions wanted) {
        return downgrades == Downgrades.ALLOW || wanted.prefer(older, running) || lastGood.isWanted(older);
    }

    /** Keeps the version of before, for a rollback. */
    void keep(Candidate leaving, Candidate coming) {
        lastGood.keep(leaving.jar(), coming.file());
    }
}
