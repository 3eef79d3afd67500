package io.hmsbridge.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which tokens of a provider are taken, and which are not. The provider is a real HTTP server with real keys. */
class JwtTokensTest {

    private static final String ISSUER = "https://login.agency.example";

    private static HttpServer provider;
    private static RSAKey key;
    private static RSAKey foreignKey;
    private static final AtomicInteger asked = new AtomicInteger();
    private static JwtTokens tokens;

    @BeforeAll
    static void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        foreignKey = new RSAKeyGenerator(2048).keyID("k1").generate();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            var keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
        tokens = new JwtTokens(new Oidc(ISSUER, "hms-bridge",
                URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys"), "RS256", "roles"));
    }

    @AfterAll
    static void stop() {
        provider.stop(0);
    }

    private static JWTClaimsSet.Builder usual() {
        return new JWTClaimsSet.Builder().issuer(ISSUER).audience(List.of("other", "hms-bridge")).subject("ada")
                .expirationTime(in(300)).claim("roles", List.of("operator", "not-one-of-ours"));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
        var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID("k1").build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String with(UnaryOperator<JWTClaimsSet.Builder> otherwise) throws Exception {
        return signed(otherwise.apply(usual()).build(), JWSAlgorithm.RS256, new RSASSASigner(key));
    }

    @Test
    void aTokenOfTheProviderIsTakenWithItsRolesAndReach() throws Exception {
        var ada = tokens.find(with(c -> c.claim("bridge_targets", List.of("pay*")))).orElseThrow();

        assertThat(ada.name()).isEqualTo("ada");
        assertThat(ada.roles()).containsExactly(Role.OPERATOR);
        assertThat(ada.reachesTarget("payroll")).isTrue();
        assertThat(ada.reachesTarget("gis")).isFalse();
        assertThat(tokens.find(with(c -> c.claim("roles", "viewer emitter"))).orElseThrow().roles())
                .containsExactlyInAnyOrder(Role.VIEWER, Role.EMITTER);
        assertThat(tokens.find(with(c -> c.claim("roles", null))).orElseThrow().may(Right.LOOK)).isFalse();
    }

    @Test
    void aTokenThatIsNotSignedIsRefused() {
        var plain = new PlainJWT(usual().build()).serialize();
        var none = Base64.getUrlEncoder().withoutPadding()
                .encodeToString("{\"alg\":\"NONE\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + plain.substring(plain.indexOf('.'));

        assertThat(tokens.find(plain)).isEmpty();
        assertThat(tokens.find(none)).isEmpty();
    }

    @Test
    void aPublicKeyIsNoSecretToSignWith() throws Exception {
        var publicKey = key.toRSAPublicKey().getEncoded();
        var pem =
                ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
                        + "\n-----END PUBLIC KEY-----\n").getBytes(StandardCharsets.UTF_8);

        assertThat(tokens.find(signed(usual().build(), JWSAlgorithm.HS256, new MACSigner(publicKey)))).isEmpty();
        assertThat(tokens.find(signed(usual().build(), JWSAlgorithm.HS256, new MACSigner(pem)))).isEmpty();
    }

    @Test
    void anotherAlgorithmOrAnothersKeyIsRefused() throws Exception {
        assertThat(tokens.find(signed(usual().build(), JWSAlgorithm.RS512, new RSASSASigner(key)))).isEmpty();
        assertThat(tokens.find(signed(usual().build(), JWSAlgorithm.RS256, new RSASSASigner(foreignKey)))).isEmpty();
    }

    @Test
    void aTokenThatWasChangedIsRefused() throws Exception {
        var parts = with(c -> c).split("\\.");
        var others = with(c -> c.claim("roles", List.of("admin"))).split("\\.");

        assertThat(tokens.find(parts[0] + "." + others[1] + "." + parts[2])).isEmpty();
        assertThat(tokens.find(parts[0] + "." + parts[1] + ".")).isEmpty();
        assertThat(tokens.find("ey.ey.ey")).isEmpty();
    }

    @Test
    void anotherIssuerOrAudienceIsRefused() throws Exception {
        assertThat(tokens.find(with(c -> c.issuer(ISSUER + "/")))).isEmpty();
        assertThat(tokens.find(with(c -> c.issuer(null)))).isEmpty();
        assertThat(tokens.find(with(c -> c.audience("hms")))).isEmpty();
        assertThat(tokens.find(with(c -> c.audience((String) null)))).isEmpty();
    }

    @Test
    void aTokenOutOfItsTimeIsRefusedButForAClockThatIsALittleOff() throws Exception {
        assertThat(tokens.find(with(c -> c.expirationTime(in(-60))))).isEmpty();
        assertThat(tokens.find(with(c -> c.expirationTime(null)))).isEmpty();
        assertThat(tokens.find(with(c -> c.notBeforeTime(in(300))))).isEmpty();
        assertThat(tokens.find(with(c -> c.subject(null)))).isEmpty();

        assertThat(tokens.find(with(c -> c.expirationTime(in(-5))))).isPresent();
        assertThat(tokens.find(with(c -> c.notBeforeTime(in(10))))).isPresent();
    }

    @Test
    void keysAreKept() throws Exception {
        assertThat(tokens.find(with(c -> c))).isPresent();
        int before = asked.get();

        for (int i = 0; i < 20; i++) {
            assertThat(tokens.find(with(c -> c))).isPresent();
        }

        assertThat(asked).hasValue(before);
    }

    @Test
    void aTokenOfAProviderIsToldFromOneOfOurs() throws Exception {
        assertThat(JwtTokens.isOne(with(c -> c))).isTrue();
        assertThat(JwtTokens.isOne("brg_abc")).isFalse();
    }
}
