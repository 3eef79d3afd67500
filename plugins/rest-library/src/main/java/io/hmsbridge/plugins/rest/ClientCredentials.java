package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.Http;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** OAuth 2.0 client credentials, RFC 6749 section 4.4: each call carries an access token. */
public final class ClientCredentials implements Login {

    private static final String BEARER = "Bearer ";

    private final AccessTokens tokens;

    /** @param scope asked for, with spaces between several */
    public ClientCredentials(Http http, Clock clock, URI tokenUrl, String clientId, Secret clientSecret,
            Optional<String> scope, Duration timeout) {
        tokens = new AccessTokens(http, clock, tokenUrl, clientId, clientSecret, Optional.empty(), scope, timeout);
    }

    @Override
    public HttpCall on(HttpCall call) throws SendException, InterruptedException {
        return call.header("Authorization", BEARER + tokens.current());
    }

    @Override
    public boolean renew(HttpCall refused) {
        var sent = refused.headers().get("Authorization");
        if (sent != null) {
            tokens.refused(sent.substring(BEARER.length()));
        }
        return true;
    }
}
