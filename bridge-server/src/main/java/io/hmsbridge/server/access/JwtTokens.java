package io.hmsbridge.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a provider's signed tokens: of its issuer, for our audience, by the one algorithm that was configured, within their time.
 * Its keys are kept for five minutes, asked for again when a token names one that is not known, and used for an hour more if it
 * does not answer. Safe to use from many threads.
 */
public final class JwtTokens {

    private static final Logger LOG = LoggerFactory.getLogger(JwtTokens.class);
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int MOST_KEY_BYTES = 512 * 1024;
    private static final long OUTAGE_MILLIS = Duration.ofHours(1).toMillis();

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final String roles;

    public JwtTokens(Oidc oidc) {
        roles = oidc.roles();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"),
                        null));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.parse(oidc.algorithm()), keys(oidc)));
        var claims = new DefaultJWTClaimsVerifier<SecurityContext>(oidc.audience(),
                new JWTClaimsSet.Builder().issuer(oidc.issuer()).build(), Set.of("sub", "exp"));
        claims.setMaxClockSkew((int) SKEW.toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static JWKSource<SecurityContext> keys(Oidc oidc) {
        try {
            return JWKSourceBuilder.create(oidc.keys().toURL(),
                    new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, MOST_KEY_BYTES))
                    .outageTolerant(OUTAGE_MILLIS).build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no keys can be had from " + oidc.keys(), e);
        }
    }

    /** Whether a token has the form of one. */
    static boolean isOne(String token) {
        return token.startsWith("ey") && token.chars().filter(c -> c == '.').count() == 2;
    }

    /** Whose token it is; empty if it is not to be taken. Why not is said to the log alone, without the token. */
    Optional<Principal> find(String token) {
        try {
            return Optional.of(principal(processor.process(token, null)));
        } catch (KeySourceException e) {
            LOG.warn("no token of the OpenID provider can be checked, its keys cannot be had: {}", e.getMessage());
        } catch (BadJOSEException | JOSEException | ParseException e) {
            LOG.info("a token of the OpenID provider was refused: {}", e.getMessage());
        }
        return Optional.empty();
    }

    private Principal principal(JWTClaimsSet claims) throws ParseException {
        var known = EnumSet.noneOf(Role.class);
        for (var name : texts(claims, roles)) {
            Arrays.stream(Role.values()).filter(role -> role.text().equals(name)).forEach(known::add);
        }
        return new Principal(claims.getSubject(), known, texts(claims, "bridge_sources"),
                texts(claims, "bridge_targets"));
    }

    /** A list, or words in one text, as {@code scope} is. */
    private static List<String> texts(JWTClaimsSet claims, String name) throws ParseException {
        return switch (claims.getClaim(name)) {
            case null -> List.of();
            case String words -> Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty()).toList();
            default -> claims.getStringListClaim(name);
        };
    }
}
