package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.HttpReply;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SendResult;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Access tokens of OAuth 2.0 (RFC 6749): one is fetched when it is first needed, kept in memory, and fetched anew shortly before
 * it ends or when it is refused. Many that wait for a token share one fetch.
 */
public final class AccessTokens {

    /** A token that ends during a call is no use. */
    private static final Duration MARGIN = Duration.ofSeconds(30);
    /** What RFC 6749 leaves to the parties where an answer names no lifetime. */
    private static final long USUAL_SECONDS = 300;

    private record Token(String value, Instant renewAt) {}

    private final Http http;
    private final Clock clock;
    private final HttpCall fetch;
    private final String scope;
    /** The newest, as a server may replace it with each token; null where there is none. */
    private String refreshToken;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Token token;

    /**
     * @param refreshToken for the grant of that name (section 6); without it the client's own credentials (section 4.4)
     * @param scope asked for, with spaces between several
     */
    public AccessTokens(Http http, Clock clock, URI tokenUrl, String clientId, Secret clientSecret,
            Optional<Secret> refreshToken, Optional<String> scope, Duration timeout) {
        this.http = http;
        this.clock = clock;
        this.refreshToken = refreshToken.map(Secret::reveal).orElse(null);
        this.scope = scope.map(s -> "&scope=" + encode(s)).orElse("");
        this.fetch = HttpCall.post(tokenUrl).timeout(timeout).header("Accept", "application/json")
                .header("Authorization", Login.basicValue(encode(clientId), encode(clientSecret.reveal())));
    }

    /** One that is good for a while. */
    public String current() throws SendException, InterruptedException {
        return good().value;
    }

    /** What refuses this token is given another one. */
    public void refused(String value) {
        var known = token;
        if (known != null && known.value.equals(value)) {
            token = null;
        }
    }

    private Token good() throws SendException, InterruptedException {
        var known = token;
        if (isGood(known)) {
            return known;
        }
        fetching.lockInterruptibly();
        try {
            if (!isGood(token)) {
                token = fetched();
            }
            return token;
        } finally {
            fetching.unlock();
        }
    }

    private boolean isGood(Token known) {
        return known != null && clock.instant().isBefore(known.renewAt);
    }

    private Token fetched() throws SendException, InterruptedException {
        HttpReply reply;
        try {
            reply = http.send(fetch.body((grant() + scope).getBytes(StandardCharsets.US_ASCII),
                    "application/x-www-form-urlencoded"));
        } catch (SendException e) {
            // The packet itself has not been sent, whatever became of the token.
            throw e.kind() == Kind.UNKNOWN ? new SendException(Kind.RETRY, "no token: " + e.getMessage()) : e;
        }
        if (reply.result() instanceof SendResult.Retry retry) {
            throw new SendException(Kind.RETRY, "no token: " + retry.reason());
        }
        if (reply.status() / 100 != 2) {
            throw new SendException(Kind.TARGET_FAULT, "no token: " + reply.status() + " from " + fetch.label()
                    + (refreshToken == null ? "; check client_id, client_secret and scope"
                            : "; check client_id, client_secret, refresh_token and scope"));
        }
        return token(reply.json() instanceof Map<?, ?> map ? map : Map.of());
    }

    private String grant() {
        return refreshToken == null ? "grant_type=client_credentials"
                : "grant_type=refresh_token&refresh_token=" + encode(refreshToken);
    }

    private Token token(Map<?, ?> answer) throws SendException {
        if (!(answer.get("access_token") instanceof String value) || !isHeader(value)) {
            throw new SendException(Kind.TARGET_FAULT, "no token: " + fetch.label() + " answers without access_token");
        }
        if (refreshToken != null && answer.get("refresh_token") instanceof String newer && !newer.isEmpty()) {
            refreshToken = newer;
        }
        long seconds = answer.get("expires_in") instanceof Number n ? n.longValue() : USUAL_SECONDS;
        var lifetime = Duration.ofSeconds(Math.clamp(seconds, 0, Integer.MAX_VALUE));
        var margin = lifetime.dividedBy(10).compareTo(MARGIN) < 0 ? lifetime.dividedBy(10) : MARGIN;
        return new Token(value, clock.instant().plus(lifetime).minus(margin));
    }

    /** A token is never quoted, not even in a complaint of its characters. */
    private static boolean isHeader(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
