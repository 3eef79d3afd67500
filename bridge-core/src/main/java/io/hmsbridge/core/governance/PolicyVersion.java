package io.hmsbridge.core.governance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text of a policy, and what tells it from others.
 *
 * @param hash its SHA-256 in hexadecimal digits; empty where there is no policy
 */
public record PolicyVersion(String hash, String text) {

    /** Where no policy decides. */
    public static final PolicyVersion NONE = new PolicyVersion("", "");

    /** Of a text. */
    public static PolicyVersion of(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new PolicyVersion(HexFormat.of().formatHex(hash), text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
