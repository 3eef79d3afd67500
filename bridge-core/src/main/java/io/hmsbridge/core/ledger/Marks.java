package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The mark by which an event is recognised: a keyed hash, so that the table of marks gives no id away. Used by one thread. */
final class Marks {

    private static final byte[] PSEUDONYM = {0, 0}; // no source begins with it

    private final Mac mac;

    Marks(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** 16 hexadecimal digits for a text; never those of a mark, which is over two texts. */
    String pseudonym(String text) {
        mac.update(PSEUDONYM);
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }

    /** The first 128 bits of HMAC-SHA-256 over source and id. */
    UUID of(Event event) {
        mac.update(event.source().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0); // neither holds a NUL
        var hash = ByteBuffer.wrap(mac.doFinal(event.id().getBytes(StandardCharsets.UTF_8)));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
