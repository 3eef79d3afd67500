package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.Packet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The ids of dedupe rows: hashes of target and key, since keys may be of any length, and personal. Used by one thread.
 *
 * <p>An id begins with a hash of the key without its end. So keys that were numbered one after the other lie side by side in the
 * table's index, and a batch of them changes a few of its pages rather than one for each packet.
 */
final class RowIds {

    private static final int LAST_CHARACTERS = 3;
    private static final int PLACE_BYTES = 4;

    private final MessageDigest hash;
    private String target = "";
    private String neighbourhood;
    private String place;

    RowIds() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** 64 hexadecimal digits: 32 bits of SHA-256 over target and neighbourhood, then 224 of that over target and key. */
    String of(Packet packet) {
        var key = packet.key();
        var own = key.substring(0, Math.max(0, key.length() - LAST_CHARACTERS));
        if (!own.equals(neighbourhood) || !packet.id().target().equals(target)) {
            neighbourhood = own;
            target = packet.id().target();
            place = HexFormat.of().formatHex(hashed(own), 0, PLACE_BYTES);
        }
        return place + HexFormat.of().formatHex(hashed(key), PLACE_BYTES, hash.getDigestLength());
    }

    private byte[] hashed(String text) {
        hash.update(target.getBytes(StandardCharsets.UTF_8));
        hash.update((byte) 0); // no target's name holds it
        return hash.digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
