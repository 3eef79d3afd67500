package io.hmsbridge.server.config;

import io.hmsbridge.api.Secret;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.Keeping;
import io.hmsbridge.core.mapping.SheetFolder.FailingTests;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginHost.Downgrades;
import io.hmsbridge.core.plugin.PluginTrust;
import io.hmsbridge.server.access.Oidc;
import io.hmsbridge.server.notice.Notices;
import io.hmsbridge.server.outcome.Outcomes;
import io.hmsbridge.server.tls.ServerTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * The whole configuration of one server, checked. What each part is for says {@link ConfigKey}. It never prints a secret.
 *
 * @param database empty for the embedded PostgreSQL
 * @param token    empty for the one that is generated into the data folder
 * @param failingTests what becomes of a sheet whose own tests fail
 * @param targets  as declared, in the file's order
 * @param windows  those that targets share, by name
 * @param policy   the file of the governance policy, where one is named
 * @param notices  where to people are told what they should know at once; empty for nowhere
 * @param outcomes of which events it is told what became of their packets; empty for none
 */
public record BridgeConfig(Optional<Database> database, Path data, Path mappings, Plugins plugins, Http http,
        Optional<Secret> token, Log log, FailingTests failingTests, List<TargetSpec> targets,
        Map<String, Windows> windows, Upkeep upkeep, Optional<Path> policy,
        Optional<Notices> notices, Optional<Outcomes> outcomes) {

    /** Without a file of the governance policy that is named, and without shared windows. */
    public BridgeConfig(Optional<Database> database, Path data, Path mappings, Plugins plugins, Http http,
            Optional<Secret> token, Log log, FailingTests failingTests, List<TargetSpec> targets, Upkeep upkeep) {
        this(database, data, mappings, plugins, http, token, log, failingTests, targets, Map.of(), upkeep,
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Where a server keeps what it works with. */
    public Path work() {
        return data.resolve("work");
    }

    /** The file of the governance policy: the one that is named, or one beside the mapping sheets; empty for the default. */
    public Optional<Path> governance() {
        var beside = mappings.resolveSibling("governance.yaml");
        return policy.isPresent() || !Files.exists(beside) ? policy : Optional.of(beside);
    }

    /**
     * How the ledger is kept.
     *
     * @param minFree events are refused while fewer bytes are free on the disk of the embedded PostgreSQL
     * @param widestReplay the longest window that can be sent again at once
     */
    public record Upkeep(Keeping keeping, long minFree, Duration widestReplay) {

        public static final Upkeep DEFAULT = new Upkeep(Keeping.DEFAULT, 512L << 20, Duration.ofDays(31));
    }

    /**
     * Where plugins are, and which of them are loaded.
     *
     * @param signed only those that are listed or signed
     * @param trusted the folder that says which those are
     * @param downgrades whether an older version may take the place of one that runs
     * @param accept which versions targets without a pin follow
     */
    public record Plugins(Path folder, boolean signed, Path trusted, Downgrades downgrades, List<Pin> accept) {

        /** Takes a copy. */
        public Plugins {
            accept = List.copyOf(accept);
        }

        /** Any version may be followed. */
        public Plugins(Path folder, boolean signed, Path trusted, Downgrades downgrades) {
            this(folder, signed, trusted, downgrades, List.of());
        }

        /** The same, with other versions accepted. */
        public Plugins accepting(List<Pin> pins) {
            return new Plugins(folder, signed, trusted, downgrades, pins);
        }

        /** What says which files may be loaded. */
        public PluginTrust trust() {
            return signed ? PluginTrust.of(trusted) : PluginTrust.ANY;
        }
    }

    /**
     * The HTTP server.
     *
     * @param port      0 for any free one
     * @param bodyLimit the largest request body, in bytes
     * @param oidc      whose tokens are taken beside our own
     * @param tls       how it is secured; empty for plain HTTP
     * @param limits    how much each token may ask for
     */
    public record Http(String host, int port, long bodyLimit, Optional<Oidc> oidc, Optional<ServerTls> tls,
            Limits limits) {

        /** Without an OpenID provider, by plain HTTP. */
        public Http(String host, int port, long bodyLimit) {
            this(host, port, bodyLimit, Optional.empty(), Optional.empty(), Limits.concurrency(1_000));
        }
    }

    /** What is logged, and how. */
    public record Log(Format format, Level level) {

        /** How log lines are written. */
        public enum Format {
            /** For people. */
            TEXT,
            /** One JSON object a line. */
            JSON,
            /** Text on a terminal, else JSON. */
            AUTO
        }
    }

    /** Takes a copy. */
    public BridgeConfig {
        targets = List.copyOf(targets);
    }
}
