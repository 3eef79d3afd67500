package io.hmsbridge.core.egress;

import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.HttpCall.Body;
import io.hmsbridge.api.HttpReply;
import io.hmsbridge.api.SendException;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.WrittenMap;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Makes one target's calls through the pooled client. */
final class PooledHttp implements Http {

    private static final ContentType JSON = ContentType.create("application/json");
    private static final byte[] NOTHING = new byte[0];
    // They decide where a request goes and where it ends, so they are the client's alone.
    private static final String[] RESERVED_HEADERS = {"Connection", "Content-Length", "Expect", "Host", "Keep-Alive",
        "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"};

    private final EgressSettings settings;
    private final HttpClient client;
    private final Optional<ProxyGuard> guard;
    private final Optional<String> proxyLogin;
    private final Watch watch;
    private final Clock clock;

    /** @param guard where a proxy connects for us */
    PooledHttp(EgressSettings settings, HttpClient client, Optional<ProxyGuard> guard, Watch watch, Clock clock) {
        this.settings = settings;
        this.client = client;
        this.guard = guard;
        this.proxyLogin = settings.route().proxy().flatMap(Proxy::login).map(Proxy.Login::header);
        this.watch = watch;
        this.clock = clock;
    }

    @Override
    public HttpReply send(HttpCall call) throws SendException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var exchange = exchange(call);
        watch.add(exchange);
        try {
            if (guard.isPresent()) {
                guard.get().check(exchange.getAuthority().getHostName());
            }
            return client.execute(exchange, answer -> read(call, exchange, answer));
        } catch (IOException e) {
            throw failed(call, exchange, e);
        } catch (IllegalStateException | NullPointerException e) {
            // What the client makes of a call that is cut off between two of its steps, or of a pool that was closed.
            throw failed(call, exchange, new IOException(e));
        } finally {
            watch.remove(exchange);
        }
    }

    private SendException failed(HttpCall call, Exchange exchange, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw interrupted(e);
        }
        return Failure.of(exchange, settings, e).toException(call.label());
    }

    private Exchange exchange(HttpCall call) {
        if (call.uri().getRawUserInfo() != null) {
            throw new IllegalArgumentException(call.label()
                    + ": an address may hold no user name or password; send them as a header");
        }
        var exchange = new Exchange(call);
        for (var header : call.headers().entrySet()) {
            if (isReserved(header.getKey())) {
                throw new IllegalArgumentException(call.label() + ": the header " + header.getKey()
                        + " is set by the bridge alone");
            }
            exchange.setHeader(header.getKey(), header.getValue());
        }
        // Unasked, else every plain call would first be refused; a tunnel is asked once for each connection.
        if (proxyLogin.isPresent() && "http".equalsIgnoreCase(call.uri().getScheme())) {
            exchange.setHeader("Proxy-Authorization", proxyLogin.get());
        }
        switch (call.body()) {
            case Body.None() -> {}
            case Body.Json(WrittenMap map) -> exchange.setEntity(new ByteArrayEntity(map.json(), JSON));
            case Body.Json(var value) -> exchange.setEntity(new ByteArrayEntity(ExactJson.write(value), JSON));
            case Body.Bytes(var bytes, var type) ->
                    exchange.setEntity(new ByteArrayEntity(bytes, ContentType.parse(type)));
        }
        return exchange;
    }

    private Reply read(HttpCall call, Exchange exchange, ClassicHttpResponse answer) throws IOException {
        try {
            if (!exchange.wasConnected()) {
                throw new ProxyRefusedException(answer.getCode());
            }
            return new Reply(call.label(), answer.getCode(), answer.getHeaders(), body(answer.getEntity()),
                    clock);
        } catch (IOException e) {
            // Closing the answer in the polite way would first read it to its end.
            exchange.cancel();
            throw e;
        }
    }

    private byte[] body(HttpEntity entity) throws IOException {
        if (entity == null) {
            return NOTHING;
        }
        int cap = settings.maxAnswer();
        long length = entity.getContentLength();
        if (length > cap) {
            throw new AnswerTooLongException(cap);
        }
        // Of an answer of unknown length, one byte more than the cap tells whether it ends in time. The client closes it.
        var body = entity.getContent().readNBytes(length >= 0 ? (int) length : cap + 1);
        if (body.length > cap) {
            throw new AnswerTooLongException(cap);
        }
        return body;
    }

    private static InterruptedException interrupted(IOException e) {
        var interrupted = new InterruptedException("the call was interrupted");
        interrupted.initCause(e);
        return interrupted;
    }

    private static boolean isReserved(String name) {
        for (var reserved : RESERVED_HEADERS) {
            if (reserved.equalsIgnoreCase(name)) { // mostly told by their lengths
                return true;
            }
        }
        return false;
    }
}
