package io.hmsbridge.core.governance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key of keyed hashes (HMAC with SHA-256, of which the first 16 bytes are kept). */
final class HashKey {

    static final int SHORTEST = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String ENTRY = "listed:";
    private static final Pattern ENTRY_FORM = Pattern.compile(ENTRY + "[0-9a-f]{32}");
    /** What stands between their signs matters. */
    private static final Set<DataClass> WRITTEN_ONE_WAY = Set.of(DataClass.EMAIL, DataClass.IP, DataClass.SECRET);
    private static final Pattern HASH = Pattern.compile("hmac:[0-9a-f]{32}");

    private final SecretKeySpec key;

    HashKey(String key) {
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The hash of a value of a class; however it is grouped, it is the same. */
    String hash(DataClass dataClass, String value) {
        return "hmac:" + hex(dataClass.label(), value.replaceAll("[\\s()./-]", ""));
    }

    private String hex(String purpose, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((purpose + ':').getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /**
     * How a value of a class stands in the lists of a policy: the same however it is written. It is not the hash that a target gets,
     * so that neither tells who knows the other.
     */
    String entry(DataClass dataClass, String value) {
        return ENTRY + hex("list of " + dataClass.label(), known(dataClass, value));
    }

    private static String known(DataClass dataClass, String value) {
        var small = value.strip().toLowerCase(Locale.ROOT);
        if (WRITTEN_ONE_WAY.contains(dataClass)) {
            return small;
        }
        var signs = small.replaceAll("[^\\p{L}\\p{N}]", "");
        boolean national = dataClass.equals(DataClass.PHONE) && signs.length() == 11 && signs.startsWith("1");
        return national ? signs.substring(1) : signs;
    }

    static boolean isEntry(String text) {
        return ENTRY_FORM.matcher(text).matches();
    }

    /** Whether a text is a hash already. */
    static boolean isHash(String text) {
        return text.length() == 37 && HASH.matcher(text).matches();
    }
}
