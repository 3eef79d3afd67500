package io.hmsbridge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.PacketView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/stream}: each transition of a packet as a server-sent event. A client that reads too slowly is let go,
 * so that it costs nobody else; what it missed is in {@code /v1/packets}.
 */
final class PacketStream implements AutoCloseable {

    static final String PATH = "/v1/stream";

    private static final Logger LOG = LoggerFactory.getLogger(PacketStream.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_IN_ONE_WRITE = 500;
    private static final long HEARTBEAT_SECONDS = 10;
    private static final long LOOK_UP_MILLIS = 250;

    private final Bridge bridge;
    private final AtomicBoolean closed = new AtomicBoolean();

    PacketStream(Bridge bridge) {
        this.bridge = bridge;
    }

    void get(ServerRequest request, ServerResponse response) throws InterruptedException {
        Parameters.of(request);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        var waiting = new ArrayBlockingQueue<PacketView>(MOST_WAITING);
        var overrun = new AtomicBoolean();
        var within = Caller.of(request).targets();
        var sight = Sight.of(request, bridge);
        try (var _ = bridge.onPacket(packet -> {
            if (within.test(packet.id().target()) && !waiting.offer(packet)) {
                overrun.set(true);
            }
        }); var out = response.outputStream()) {
            send(out, ": packets as they change\n\n");
            write(out, waiting, overrun, sight);
        } catch (IOException e) {
            LOG.debug("A stream's client went away: {}", e.getMessage());
        }
    }

    private void write(OutputStream out, BlockingQueue<PacketView> waiting, AtomicBoolean overrun, Sight sight)
            throws IOException, InterruptedException {
        long quietSince = System.nanoTime();
        while (!closed.get()) {
            if (overrun.get()) {
                send(out, "event: overrun\ndata: {}\n\n");
                return;
            }
            var packet = waiting.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
            if (packet != null) {
                send(out, events(packet, waiting, sight));
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > TimeUnit.SECONDS.toNanos(HEARTBEAT_SECONDS)) {
                send(out, ": quiet\n\n");
                quietSince = System.nanoTime();
            }
        }
    }

    private static String events(PacketView first, BlockingQueue<PacketView> waiting, Sight sight) {
        var text = new StringBuilder();
        var packet = first;
        for (int i = 0; packet != null; i++) {
            text.append("event: packet\ndata: ").append(ExactJson.writeString(sight.of(packet))).append("\n\n");
            packet = i < MOST_IN_ONE_WRITE ? waiting.poll() : null;
        }
        return text.toString();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends all streams. */
    @Override
    public void close() {
        closed.set(true);
    }
}
