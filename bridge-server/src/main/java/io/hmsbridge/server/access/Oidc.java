package io.hmsbridge.server.access;

import java.net.URI;
import java.util.List;

/**
 * An OpenID Connect provider whose access tokens (JWT) are taken.
 *
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must hold
 * @param keys where its public keys are (JWKS)
 * @param algorithm by which tokens must be signed, and no other
 * @param roles the claim that holds the roles, a list or words in a text
 */
public record Oidc(String issuer, String audience, URI keys, String algorithm, String roles) {

    /** The asymmetric ones: a key that can verify must not be able to sign. */
    public static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
}
