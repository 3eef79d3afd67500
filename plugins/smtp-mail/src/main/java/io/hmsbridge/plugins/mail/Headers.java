package io.hmsbridge.plugins.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** What may stand in a mail's headers. */
final class Headers {

    /** What a message id's left side may hold as it is (RFC 5322, dot-atom), and not too long for a line. */
    private static final Pattern DOT_ATOM =
            Pattern.compile("(?=.{1,200}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private Headers() {}

    /**
     * Refuses line breaks and all other control characters, by which a value could add headers or a body of its own.
     *
     * @param setting where the header comes from, for the message
     */
    static void check(String setting, String text) throws UnfitException {
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) {
            throw new UnfitException("what '" + setting + "' gives holds a line break or a control character");
        }
    }

    /** The same for the same idempotency keys: {@code <key@domain>}, or a digest of them where they do not fit. */
    static String messageId(List<String> keys, String domain) {
        var left = String.join("+", keys);
        return "<" + (DOT_ATOM.matcher(left).matches() ? left : sha256(String.join("\n", keys))) + "@" + domain + ">";
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
