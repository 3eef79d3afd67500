package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;
import io.hmsbridge.benchmarks.PlainHttp;
import io.hmsbridge.benchmarks.Sink;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.plugins.restapi.RestConnectorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** {@code RestConnector} beside Apache's HTTP client: a PUT of JSON for each packet to an nginx. */
final class RestComparison implements Comparison {

    private final Sink sink;
    private final Side connector;
    private final Side library;
    private final Packets packets;

    RestComparison(Path folder) throws Exception {
        sink = Sink.start(folder);
        var factory = new RestConnectorFactory();
        packets = new Packets(factory, Map.of("method", "PUT", "path", "/rates/{grade}"));
        connector = new ConnectorSide(factory, Map.of("base", sink.uri().toString()));
        library = new Bare(PlainHttp.client(), sink);
    }

    @Override
    public Work work() {
        return new Work(64, 1, 600, 0.9);
    }

    @Override
    public Packet packet(int thread, int number) throws Exception {
        return packets.of(thread, number);
    }

    @Override
    public Side connector() {
        return connector;
    }

    @Override
    public Side library() {
        return library;
    }

    @Override
    public void close() throws Exception {
        try (sink; connector; library) {
            // closed in turn
        }
    }

    private record Bare(CloseableHttpClient client, Sink sink) implements Side {

        @Override
        public void write(int thread, List<Packet> packets) throws IOException {
            var packet = packets.getFirst();
            var put = new HttpPut(sink.uri() + "/rates/" + packet.fields().get("grade"));
            put.setHeader("Idempotency-Key", packet.idempotencyKey());
            put.setEntity(new ByteArrayEntity(ExactJson.write(packet.content()), ContentType.APPLICATION_JSON));
            if (!client.execute(put, answer -> answer.getCode() == 204)) {
                throw new IOException("a request was not taken");
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
