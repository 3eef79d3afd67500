package io.hmsbridge.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.Bookmark;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Transitions;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.server.metrics.StreamMeters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    private static final long LOOK_UP_MILLIS = 1_000;

    private final Transitions transitions;
    private final Bridge bridge;
    private final PacketTail tail;
    private final TimeLimit writes;
    private final StreamMeters meters;
    private volatile boolean closed;

    /** @param longestWrite how long a client may take none of what is written to it */
    PacketStream(Bridge bridge, StreamMeters meters, Duration longestWrite) {
        this.bridge = bridge;
        this.meters = meters;
        transitions = bridge.transitions();
        tail = new PacketTail(transitions);
        writes = new TimeLimit("bridge-write-limit", longestWrite, meters::dropped);
    }

    void get(ServerRequest request, ServerResponse response) throws InterruptedException {
        var caller = Caller.of(request);
        var filter = PacketFilter.of(Parameters.of(request, PacketFilter.names()), caller);
        var last = request.headers().value(LAST_EVENT_ID).filter(id -> !id.isEmpty());
        var mark = last.map(this::mark).orElseGet(transitions::now);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        meters.came();
        try (var out = response.outputStream()) {
            new Client(out, filter, Sight.of(caller, bridge), mark).run(last.isPresent());
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

        /** @param behind whether there may be much to read before it can keep up with others */
        void run(boolean behind) throws IOException, InterruptedException {
            say(": packets as they change");
            for (boolean reads = behind; !closed; reads = true) {
                if (reads) {
                    catchUp();
                }
                try (var following = tail.follow(sight, filter)) {
                    catchUp(); // what the tail had read before it knew of us
                    follow(following);
                }
            }
        }

        private void catchUp() throws IOException {
            for (var commits = transitions.after(mark); !commits.isEmpty() && !closed;
                    commits = transitions.after(mark)) {
                told(new StreamStep(mark, commits));
            }
        }

        private void follow(PacketTail.Follower following) throws IOException, InterruptedException {
            while (!closed) {
                var passed = following.passed(); // asked first: what had been put there by then was taken if nothing is left
                var step = following.waiting().poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
                if (closed || step == null && following.isPutOff()) {
                    return;
                }
                if (step == null) {
                    mark = passed != null && passed.covers(mark) ? passed : mark;
                    heartbeat();
                } else if (step.before().covers(mark)) {
                    told(step);
                } else {
                    var further = step.beyond(mark);
                    if (further.isPresent()) {
                        told(further.get());
                    }
                }
            }
        }

        private void told(StreamStep step) throws IOException {
            mark = step.mark();
            var text = step.text(sight, filter);
            if (text.length > 0) {
                send(text);
            }
        }

        /** With an id, too: what was none of the client's need not be read again. */
        private void heartbeat() throws IOException {
            if (System.nanoTime() - quietSince > HEARTBEAT_NANOS) {
                say(": quiet");
            }
        }

        private void say(String comment) throws IOException {
            send((comment + "\nid: " + mark.text() + "\n\n").getBytes(StandardCharsets.US_ASCII));
        }

        private void send(byte[] text) throws IOException {
            writes.bound(() -> {
                out.write(text);
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
