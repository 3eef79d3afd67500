package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.hmsbridge.server.access.Oidc;
import io.hmsbridge.server.metrics.Metrics;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.Reply;
import io.hmsbridge.server.support.ServedBridge;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API answers to tokens that only look like those of the provider. */
class ForeignTokenTest {

    private static final String ISSUER = "https://login.agency.example";

    private static ServedBridge bridge;
    private static Metrics metrics;
    private static HttpServer provider;
    private static HttpApi server;
    private static ApiClient api;
    private static RSAKey key;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/keys", exchange -> {
            var keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
        var oidc = new Oidc(ISSUER, "hms-bridge",
                URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys"), "RS256", "roles");
        bridge = ServedBridge.start(folder);
        metrics = new Metrics();
        server = HttpApi.start(bridge.bridge(), metrics,
                new HttpOptions("127.0.0.1", 0, ServedBridge.TOKEN, ServedBridge.BODY_LIMIT, Optional.of(oidc),
                        Optional.empty(), HttpOptions.USUAL_WRITE, HttpOptions.USUAL_READ, HttpOptions.USUAL_LIMITS));
        api = new ApiClient(URI.create("http://127.0.0.1:" + server.port()));
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
        metrics.close();
        bridge.close();
        provider.stop(0);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().issuer(ISSUER).audience("hms-bridge").subject("ada").expirationTime(in(300))
                .claim("roles", List.of("viewer"));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String signed(JWTClaimsSet claims) throws Exception {
        return signed(claims, JWSAlgorithm.RS256, new RSASSASigner(key));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
        var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k1").build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static Reply ask(String token) throws Exception {
        return api.send(api.bare("/v1/packets").header("Authorization", "Bearer " + token).GET());
    }

    @Test
    void theProvidersOwnIsTaken() throws Exception {
        assertThat(ask(signed(claims().build())).status()).isEqualTo(200);
    }

    @Test
    void whatIsForgedOrOutOfItsTimeOrForSomebodyElseIs401() throws Exception {
        var publicKey = new MACSigner(key.toRSAPublicKey().getEncoded());
        for (var token : List.of(
                new PlainJWT(claims().build()).serialize(), // alg: none
                signed(claims().build(), JWSAlgorithm.HS256, publicKey), // the public key as a secret
                signed(claims().audience("another").build()),
                signed(claims().issuer("https://evil.example").build()),
                signed(claims().expirationTime(in(-3600)).build()),
                signed(claims().notBeforeTime(in(3600)).build()))) {
            var reply = ask(token);

            assertThat(reply.status()).as(token).isEqualTo(401);
            assertThat(reply.body()).containsEntry("code", "BRG-1101");
            assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(reply.body().toString()).doesNotContain(token, "ada");
        }
    }
}
