package io.hmsbridge.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Bookmark;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Transitions;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.metrics.StreamMeters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/stream}: each transition of a packet as a server-sent event, as the ledger has it. Who comes back with the id of the
 * last event reads on from there and misses nothing. A client that does not read is let go, so that it costs nobody else.
 */
final class PacketStream implements AutoCloseable {

    static final String PATH = "/v1/stream";

    private static final Logger LOG = LoggerFactory.getLogger(PacketStream.class);
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_UP_MILLIS = 250;

    private final Transitions transitions;
    private final Bridge bridge;
    private final PacketTail tail;
    private final WriteLimit writes;
    private final StreamMeters meters;
    private volatile boolean closed;

    /** @param longestWrite how long a client may take none of what is written to it */
    PacketStream(Bridge bridge, StreamMeters meters, Duration longestWrite) {
        this.bridge = bridge;
        this.meters = meters;
        transitions = bridge.transitions();
        tail = new PacketTail(transitions);
        writes = new WriteLimit(longestWrite, meters::dropped);
    }

    void get(ServerRequest request, ServerResponse response) throws InterruptedException {
        var caller = Caller.of(request);
        var filter = PacketFilter.of(Parameters.of(request, PacketFilter.names()), caller);
        var mark = request.headers().value(LAST_EVENT_ID).filter(id -> !id.isEmpty()).map(this::mark)
                .orElseGet(transitions::now);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        meters.came();
        try (var out = response.outputStream()) {
            new Client(out, filter, Sight.of(caller, bridge), mark).run();
        } catch (IOException e) {
            LOG.debug("A stream's client went away: {}", e.getMessage());
        } catch (LedgerUnavailableException e) {
            LOG.debug("A stream ends, the ledger does not answer: {}", e.getMessage());
        } finally {
            meters.went();
        }
    }

    private Bookmark mark(String text) {
        return Bookmark.parse(text).filter(transitions::knows).orElseThrow(() -> new HttpProblem(400,
                ProblemCode.BAD_PARAMETER,
                "the header Last-Event-ID is no id of an event of this ledger: leave it out to"
                        + " begin with what happens now")
                .with("parameter", "Last-Event-ID"));
    }

    /** One who has asked for the stream. */
    private final class Client {

        private final OutputStream out;
        private final PacketFilter filter;
        private final Sight sight;
        private Bookmark mark;
        private long quietSince = System.nanoTime();

        Client(OutputStream out, PacketFilter filter, Sight sight, Bookmark mark) {
            this.out = out;
            this.filter = filter;
            this.sight = sight;
            this.mark = mark;
        }

        void run() throws IOException, InterruptedException {
            send(": packets as they change\nid: " + mark.text() + "\n\n");
            while (!closed) {
                catchUp();
                try (var following = tail.follow()) {
                    catchUp(); // what the tail had read before it knew of us
                    follow(following);
                }
            }
        }

        private void catchUp() throws IOException {
            for (var commits = transitions.after(mark); !commits.isEmpty() && !closed;
                    commits = transitions.after(mark)) {
                for (var commit : commits) {
                    told(commit, commit.packets().stream().map(sight::seen).toList());
                }
            }
        }

        private void follow(PacketTail.Follower following) throws IOException, InterruptedException {
            while (!closed) {
                var told = following.waiting().poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
                if (told == null && following.isPutOff()) {
                    return;
                }
                if (told == null) {
                    heartbeat();
                } else if (!mark.covers(told.commit().stream(), told.commit().n())) {
                    told(told.commit(), told.by(sight, filter));
                }
            }
        }

        /** The last event of a commit has the id, so that a commit which was sent in part is sent again. */
        private void told(Transitions.Commit commit, List<PacketView> packets) throws IOException {
            mark = mark.with(commit.stream(), commit.n());
            var wanted = packets.stream().filter(filter).toList();
            if (wanted.isEmpty()) {
                return;
            }
            var text = new StringBuilder();
            for (int i = 0; i < wanted.size(); i++) {
                text.append("event: packet\n");
                if (i == wanted.size() - 1) {
                    text.append("id: ").append(mark.text()).append('\n');
                }
                text.append("data: ").append(ExactJson.writeString(Shapes.of(wanted.get(i)))).append("\n\n");
            }
            send(text.toString());
        }

        /** With an id, too: what was none of the client's need not be read again. */
        private void heartbeat() throws IOException {
            if (System.nanoTime() - quietSince > HEARTBEAT_NANOS) {
                send(": quiet\nid: " + mark.text() + "\n\n");
            }
        }

        private void send(String text) throws IOException {
            writes.bound(() -> {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            });
            quietSince = System.nanoTime();
        }
    }

    /** Ends all streams. */
    @Override
    public void close() {
        closed = true;
        tail.close();
        writes.close();
    }
}
