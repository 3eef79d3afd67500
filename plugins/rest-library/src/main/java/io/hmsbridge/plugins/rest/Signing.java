package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures by Standard Webhooks: {@code webhook-id}, {@code webhook-timestamp}, and a {@code webhook-signature} by every
 * secret, so that a receiver may know the old or the new one while they are exchanged.
 */
public final class Signing {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;
    private final Clock clock;

    /**
     * @param secrets the newest first, each as {@code whsec_} and Base64
     * @throws IllegalArgumentException if one is not Base64, without quoting it
     */
    public Signing(Clock clock, List<Secret> secrets) {
        this.clock = clock;
        this.keys = secrets.stream().map(Signing::key).toList();
    }

    HttpCall on(HttpCall call, String id) {
        var seconds = Long.toString(clock.instant().getEpochSecond());
        var head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
        var body = call.body() instanceof HttpCall.Body.Bytes bytes ? bytes.bytes() : new byte[0];
        var signatures = keys.stream().map(key -> "v1," + sign(key, head, body)).collect(Collectors.joining(" "));
        return call.header("webhook-id", id).header("webhook-timestamp", seconds)
                .header("webhook-signature", signatures);
    }

    private static SecretKeySpec key(Secret secret) {
        var text = secret.reveal();
        try {
            var bytes = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
            return new SecretKeySpec(bytes, ALGORITHM);
        } catch (IllegalArgumentException _) { // its message would tell characters of the secret
            throw new IllegalArgumentException("a signing secret must be whsec_ followed by Base64");
        }
    }

    private static String sign(SecretKeySpec key, byte[]... parts) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            Stream.of(parts).forEach(mac::update);
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
