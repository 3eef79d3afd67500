package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The mark by which an event is recognised: keyed hashes, so that the table of marks gives no id away. Used by one thread.
 *
 * <p>It begins with a hash of the id's {@linkplain #neighbourhood neighbourhood}: so ids that follow each other, as most that
 * systems give do, lie side by side in the index of marks, and a commit of 500 events changes a few of its pages rather than 500.
 * Of ids at random each is alone in its neighbourhood, and costs a page.
 */
final class Marks {

    private static final byte[] PSEUDONYM = {0, 0}; // no source begins with a NUL
    private static final byte[] NEIGHBOURHOOD = {0, 1};
    private static final int LAST_CHARACTERS = 3;
    private static final Pattern UUID_7 = Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-7.{21}");
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}");
    private static final int FOUR_SECONDS_OF_UUID = "01234567-8".length();
    private static final int SECONDS_OF_ULID = 7;

    private final Mac mac;
    private String source = "";
    private String neighbourhood = "";
    private int neighbourhoodHash;

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

    /** 32 bits of HMAC-SHA-256 over source and neighbourhood, then 96 of that over source and id. */
    UUID of(Event event) {
        long place = Integer.toUnsignedLong(neighbourhoodHash(event)) << Integer.SIZE;
        update(event.source());
        var hash = ByteBuffer.wrap(mac.doFinal(event.id().getBytes(StandardCharsets.UTF_8)));
        return new UUID(place | Integer.toUnsignedLong(hash.getInt()), hash.getLong());
    }

    private int neighbourhoodHash(Event event) {
        var own = neighbourhood(event.id());
        if (!own.equals(neighbourhood) || !event.source().equals(source)) {
            mac.update(NEIGHBOURHOOD);
            update(event.source());
            neighbourhoodHash = ByteBuffer.wrap(mac.doFinal(own.getBytes(StandardCharsets.UTF_8))).getInt();
            neighbourhood = own;
            source = event.source();
        }
        return neighbourhoodHash;
    }

    private void update(String source) {
        mac.update(source.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0); // neither source nor id holds a NUL
    }

    /** What an id has in common with those given shortly before and after it: the seconds in a UUID 7 or ULID, else all but its end. */
    static String neighbourhood(String id) {
        if (UUID_7.matcher(id).matches()) {
            return id.substring(0, FOUR_SECONDS_OF_UUID);
        }
        if (ULID.matcher(id).matches()) {
            return id.substring(0, SECONDS_OF_ULID);
        }
        return id.substring(0, Math.max(0, id.length() - LAST_CHARACTERS));
    }
}
