package io.hmsbridge.server;

import io.hmsbridge.api.Secret;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.BridgeBuilder;
import io.hmsbridge.core.Closing;
import io.hmsbridge.core.governance.PolicyException;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.core.ledger.Database;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.trace.Tracing;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.postgres.EmbeddedPostgresException;
import io.hmsbridge.server.config.AccessToken;
import io.hmsbridge.server.config.BridgeConfig;
import io.hmsbridge.server.http.HttpApi;
import io.hmsbridge.server.http.HttpOptions;
import io.hmsbridge.server.http.PortTakenException;
import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.notice.NoticeWatch;
import io.hmsbridge.server.outcome.OutcomeTeller;
import io.hmsbridge.server.tls.Certificates;
import io.hmsbridge.server.tls.TlsException;
import io.hmsbridge.server.trace.Traces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A running server: the embedded PostgreSQL if no other is configured, a bridge on it, and the HTTP API.
 *
 * <p>What was accepted survives the process, however it ends; the next server on the same database goes on with it.
 */
public final class BridgeServer implements AutoCloseable {

    private final BridgeConfig config;
    private final Closing parts;
    private final Bridge bridge;
    private final Secret token;
    private final int port;

    private BridgeServer(BridgeConfig config, Closing parts, Bridge bridge, Secret token, int port) {
        this.config = config;
        this.parts = parts;
        this.bridge = bridge;
        this.token = token;
        this.port = port;
    }

    /**
     * Starts all of it, and returns when it takes requests. What was started is stopped again if the rest cannot be.
     *
     * @throws EmbeddedPostgresException if the embedded database cannot be had
     * @throws LedgerUnavailableException if the database cannot be used
     * @throws PolicyException if the governance policy cannot be used
     * @throws PortTakenException if the address cannot be listened on
     * @throws TlsException if the files for TLS cannot be used
     * @throws UncheckedIOException if a folder cannot be used
     */
    public static BridgeServer start(BridgeConfig config) {
        return start(config, bridge -> bridge);
    }

    /** As {@link #start(BridgeConfig)}, with more said to the bridge than a configuration can. */
    public static BridgeServer start(BridgeConfig config, UnaryOperator<BridgeBuilder> more) {
        HttpApi.requireFree(config.http().host(), config.http().port());
        config.http().tls().ifPresent(tls -> tls.read(Instant.now())); // before anything is started
        var parts = new Closing();
        try {
            var token = token(config);
            var governance = parts.add(governance(config));
            for (var folder : List.of(config.mappings(), config.plugins().folder())) {
                create(folder);
            }
            var metrics = parts.add(new Metrics());
            var traces = Traces.of(System.getenv());
            traces.ifPresent(parts::add);
            var builder = Bridge.builder().tracing(traces.map(Traces::events).orElse(Tracing.NONE));
            if (config.database().isEmpty()) {
                builder.keepFree(postgres(config.data()), config.upkeep().minFree());
            }
            var bridge = parts.add(more.apply(builder)
                    .database(() -> config.database().orElseGet(() -> embedded(config.data(), parts)))
                    .mappings(config.mappings())
                    .plugins(config.plugins().folder()).trust(config.plugins().trust())
                    .downgrades(config.plugins().downgrades()).acceptVersions(config.plugins().accept())
                    .governance(governance)
                    .workFolder(config.work())
                    .failingTests(config.failingTests())
                    .targets(config.targets()).windows(config.windows())
                    .onCommit(metrics.commits())
                    .keeping(config.upkeep().keeping()).widestReplay(config.upkeep().widestReplay())
                    .open());
            var certificates = new Certificates(config.http().tls(), InstantSource.system());
            metrics.watch(bridge);
            metrics.watch(certificates);
            config.notices().ifPresent(notices -> parts.add(NoticeWatch.start(bridge, certificates, notices)));
            config.outcomes().ifPresent(
                    outcomes -> metrics.watchOutcomes(parts.add(OutcomeTeller.start(bridge, outcomes))::lag));
            int bodyLimit = (int) Math.min(config.http().bodyLimit(), Integer.MAX_VALUE - 8);
            var http = parts.add(HttpApi.start(bridge, metrics,
                    new HttpOptions(config.http().host(), config.http().port(), token.reveal(), bodyLimit,
                            config.http().oidc(), config.http().tls(), HttpOptions.USUAL_WRITE, HttpOptions.USUAL_READ,
                            config.http().limits()),
                    traces));
            return new BridgeServer(config, parts, bridge, token, http.port());
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** The engine inside. */
    public Bridge bridge() {
        return bridge;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Where a client on this machine finds it. */
    public URI uri() {
        var host = config.http().host();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return URI.create((config.http().tls().isPresent() ? "https://" : "http://")
                + (everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** What clients present as their bearer token. */
    public Secret token() {
        return token;
    }

    /** The configuration it was started with. */
    public BridgeConfig config() {
        return config;
    }

    /** Stops taking requests, lets packets in flight come home within a bound, and stops the embedded database. */
    @Override
    public void close() {
        parts.close();
    }

    private static Secret token(BridgeConfig config) {
        if (config.token().isPresent()) {
            return config.token().get();
        }
        try {
            return AccessToken.obtain(config.data());
        } catch (IOException e) {
            throw FolderTrouble.with("the data folder " + config.data(), e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw FolderTrouble.with("the folder " + folder, e);
        }
    }

    private static PolicyGovernance governance(BridgeConfig config) {
        var file = config.governance();
        try {
            return file.isEmpty() ? PolicyGovernance.byDefault()
                    : PolicyGovernance.follow(file.get(), System::getenv);
        } catch (IOException e) {
            throw FolderTrouble.with("the governance policy " + file.orElseThrow(), e);
        }
    }

    private static Path postgres(Path data) {
        return data.resolve("postgres");
    }

    private static Database embedded(Path data, Closing parts) {
        var postgres = parts.add(EmbeddedPostgres.start(postgres(data)));
        return new Database(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
