package io.hmsbridge.server.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disconnects who sends a request too slowly as a whole, though never so slowly that a single byte would be missed: the headers must
 * be there within a limit, and then the body.
 */
final class SlowRequests implements Http1ConnectionListener, Filter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);

    /** Each part of a body of such a size has the limit for itself. */
    private static final long PART = 1 << 20;

    private final TimeLimit limit;

    SlowRequests(Duration longest) {
        limit = new TimeLimit("bridge-read-limit", longest,
                () -> LOG.debug("a client that sends its request too slowly is disconnected"));
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        limit.begin(1);
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        limit.end();
    }

    /** A body that nobody wanted is read away before the next request. */
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        try {
            chain.proceed();
        } finally {
            if (request.content().hasEntity() && !request.content().consumed()) {
                begin(request, PART);
            }
        }
    }

    /**
     * The body is read from now on.
     *
     * @param most as much as is read, if the client does not say how much there is
     */
    void begin(ServerRequest request, long most) {
        limit.begin(1 + request.headers().contentLength().orElse(most) / PART);
    }

    /** It has been read. */
    void end() {
        limit.end();
    }

    @Override
    public void close() {
        limit.close();
    }
}
