package io.hmsbridge.plugins.restapi;

import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsException.Problem;
import io.hmsbridge.plugins.rest.ClientCredentials;
import io.hmsbridge.plugins.rest.Login;
import io.hmsbridge.plugins.rest.RestTarget;
import io.hmsbridge.plugins.rest.Signing;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of a target. */
public record RestSettings(
        @Setting("The service's address; paths are appended to it.") URI base,
        @Setting(value = "How long to wait for an answer.", fallback = "10s") Duration timeout,
        @Setting(value = "The path of the health probe's GET.", fallback = "/") String health,
        @Setting(value = "How to log in; a client certificate is set beside the target's settings, as `tls`.",
                fallback = "none") Auth auth,
        @Setting("The user, for basic.") Optional<String> user,
        @Setting("The user's password, for basic.") Optional<Secret> password,
        @Setting("The token, for bearer.") Optional<Secret> token,
        @Setting("The key, for api_key.") Optional<Secret> apiKey,
        @Setting(value = "Whether the key goes into a header or the query.", fallback = "header") Place apiKeyIn,
        @Setting(value = "The name of that header or parameter.", fallback = "X-API-Key") String apiKeyName,
        @Setting("Where tokens are fetched, for oauth2 (client credentials).") Optional<URI> tokenUrl,
        @Setting("The client, for oauth2.") Optional<String> clientId,
        @Setting("The client's secret, for oauth2.") Optional<Secret> clientSecret,
        @Setting("The scope asked for, for oauth2; several with spaces between.") Optional<String> scope,
        @Setting("Signs every call by Standard Webhooks: whsec_ and Base64.") Optional<Secret> signingSecret,
        @Setting("A second secret that signs too, while receivers change from one to the other.") Optional<
                Secret> signingSecretPrevious) {

    /** Ways to log in. */
    public enum Auth {
        NONE, BASIC, BEARER, API_KEY, OAUTH2
    }

    /** Where an API key goes. */
    public enum Place {
        HEADER, QUERY
    }

    RestTarget target(ConnectorContext context) throws SettingsException {
        var problems = new ArrayList<Problem>();
        RestTarget.problem(base).ifPresent(problems::add);
        needed().forEach((name, value) -> {
            if (value.isEmpty()) {
                problems.add(new Problem(name, "'" + name + "' is required where 'auth' is " + authName()));
            }
        });
        var signing = signing(context, problems);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new RestTarget(base, timeout, health, login(context), signing);
    }

    private String authName() {
        return auth.name().toLowerCase(java.util.Locale.ROOT);
    }

    private Map<String, Optional<?>> needed() {
        return switch (auth) {
            case NONE -> Map.of();
            case BASIC -> Map.of("user", user, "password", password);
            case BEARER -> Map.of("token", token);
            case API_KEY -> Map.of("api_key", apiKey);
            case OAUTH2 -> Map.of("token_url", tokenUrl, "client_id", clientId, "client_secret", clientSecret);
        };
    }

    private Login login(ConnectorContext context) {
        return switch (auth) {
            case NONE -> Login.NONE;
            case BASIC -> Login.basic(user.orElseThrow(), password.orElseThrow());
            case BEARER -> Login.bearer(token.orElseThrow());
            case API_KEY -> apiKeyIn == Place.HEADER ? Login.keyInHeader(apiKeyName, apiKey.orElseThrow())
                    : Login.keyInQuery(apiKeyName, apiKey.orElseThrow());
            case OAUTH2 -> new ClientCredentials(context.http(), context.clock(), tokenUrl.orElseThrow(),
                    clientId.orElseThrow(), clientSecret.orElseThrow(), scope, timeout);
        };
    }

    private Optional<Signing> signing(ConnectorContext context, List<Problem> problems) {
        var secrets = Stream.of(signingSecret, signingSecretPrevious).flatMap(Optional::stream).toList();
        try {
            return secrets.isEmpty() ? Optional.empty() : Optional.of(new Signing(context.clock(), secrets));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem("signing_secret", "'signing_secret': " + e.getMessage()));
            return Optional.empty();
        }
    }
}
