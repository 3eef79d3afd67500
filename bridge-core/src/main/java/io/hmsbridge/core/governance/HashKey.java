package io.hmsbridge.core.governance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key of keyed hashes (HMAC with SHA-256, of which the first 16 bytes are kept). */
final class HashKey {

    static final int SHORTEST = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern HASH = Pattern.compile("hmac:[0-9a-f]{32}");

    private final SecretKeySpec key;

    HashKey(String key) {
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The hash of a value of a class; however it is grouped, it is the same. */
    String hash(DataClass dataClass, String value) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((dataClass.label() + ':').getBytes(StandardCharsets.UTF_8));
            var bytes = mac.doFinal(value.replaceAll("[\\s()./-]", "").getBytes(StandardCharsets.UTF_8));
            return "hmac:" + HexFormat.of().formatHex(bytes, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** Whether a text is a hash already. */
    static boolean isHash(String text) {
        return text.length() == 37 && HASH.matcher(text).matches();
    }
}
