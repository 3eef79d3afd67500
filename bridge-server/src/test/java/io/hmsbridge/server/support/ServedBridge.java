package io.hmsbridge.server.support;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.BridgeBuilder;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.server.http.HttpApi;
import io.hmsbridge.server.http.HttpOptions;
import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.trace.Traces;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A bridge on a database of its own behind the HTTP API. Events of type {@code rate.changed} go to {@code payroll}, which
 * refuses a negative rate for good, and takes any other.
 */
public final class ServedBridge implements AutoCloseable {

    public static final String TOKEN = "a-token-for-tests";
    public static final int BODY_LIMIT = 64 * 1024;

    private static final String SHEET = """
            source_event: rate.changed
            targets:
              payroll:
                connector: Sink
                map:
                  rate: dailyRate
            """;

    private final EmbeddedPostgres postgres;
    private final Bridge bridge;
    private final Metrics metrics;
    private final HttpApi api;

    private ServedBridge(EmbeddedPostgres postgres, Bridge bridge, Metrics metrics, HttpApi api) {
        this.metrics = metrics;
        this.postgres = postgres;
        this.bridge = bridge;
        this.api = api;
    }

    /** Starts all of it below a folder. */
    public static ServedBridge start(Path folder) throws IOException {
        return start(folder, builder -> builder);
    }

    /** As {@link #start(Path)}, with a bridge that is otherwise. */
    public static ServedBridge start(Path folder, UnaryOperator<BridgeBuilder> otherwise) throws IOException {
        return start(folder, otherwise, Optional.empty());
    }

    /** As {@link #start(Path, UnaryOperator)}, with traces of requests. */
    public static ServedBridge start(Path folder, UnaryOperator<BridgeBuilder> otherwise, Optional<Traces> traces)
            throws IOException {
        var mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("rates.yaml"), SHEET);
        var postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        var metrics = new Metrics();
        var bridge = otherwise.apply(Bridge.builder()
                .database(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .mappings(mappings).connector(new Sink()).onCommit(metrics.commits())).open();
        metrics.watch(bridge);
        var api = HttpApi.start(bridge, metrics, new HttpOptions("127.0.0.1", 0, TOKEN, BODY_LIMIT), traces);
        return new ServedBridge(postgres, bridge, metrics, api);
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + api.port());
    }

    /** The engine inside. */
    public Bridge bridge() {
        return bridge;
    }

    /** Does something to the database. */
    public void execute(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** What the database answers: one value. */
    public String ask(String query) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query.replace("from ", "from hms_bridge."))) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() {
        api.close();
        bridge.close();
        metrics.close();
        postgres.close();
    }

    private static final class Sink implements ConnectorFactory {

        @Override
        public String name() {
            return "Sink";
        }

        @Override
        public Connector create(ConnectorContext context) {
            return packet -> packet.fields().get("dailyRate") instanceof Long rate && rate < 0
                    ? SendResult.reject("a rate is not negative")
                    : SendResult.delivered("took it");
        }
    }
}
