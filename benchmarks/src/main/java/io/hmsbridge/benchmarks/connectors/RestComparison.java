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
final class RestComparison {

    private RestComparison() {}

    static Comparison open(Path folder) throws Exception {
        var sink = Sink.start(folder);
        var factory = new RestConnectorFactory();
        var packets = new Packets(factory, Map.of("method", "PUT", "path", "/rates/{grade}"));
        var connector = new ConnectorSide(factory, Map.of("base", sink.uri().toString()));
        var library = new Bare(PlainHttp.client(), sink);
        return new Comparison(new Work(64, 1, 600, 0.9), packets, connector, library, sink::close);
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
