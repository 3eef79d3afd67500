package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Pipeline.Witness;
import io.hmsbridge.core.governance.PolicyGovernance;
import io.hmsbridge.server.http.HttpApi;
import io.hmsbridge.server.http.HttpOptions;
import io.hmsbridge.server.metrics.Metrics;
import java.io.IOException;
import java.sql.SQLException;

/** The bridge with all that {@code bridge start} puts around it: governance, metrics, and the HTTP API, which it closes. */
final class Served implements AutoCloseable {

    static final String TOKEN = "of-the-benchmark";

    private final Metrics metrics = new Metrics();
    private final BridgePipeline pipeline;
    private final HttpApi api;

    Served(Setup setup, Witness witness) throws SQLException, IOException {
        pipeline = new BridgePipeline(setup, witness,
                bridge -> bridge.governance(PolicyGovernance.byDefault()).onCommit(metrics.commits()));
        metrics.watch(pipeline.bridge());
        api = HttpApi.start(pipeline.bridge(), metrics,
                new HttpOptions("127.0.0.1", 0, TOKEN, HttpOptions.USUAL_BODY_LIMIT));
    }

    BridgePipeline pipeline() {
        return pipeline;
    }

    int port() {
        return api.port();
    }

    @Override
    public void close() {
        api.close();
        metrics.close();
    }
}
