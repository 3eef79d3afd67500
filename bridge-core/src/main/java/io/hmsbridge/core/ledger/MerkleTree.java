package io.hmsbridge.core.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The Merkle tree hash of RFC 9162, section 2.1.1 (the same as RFC 6962's), over SHA-256. Used by one thread. */
final class MerkleTree {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha = sha256();
    private final List<byte[]> leaves = new ArrayList<>();

    /** Appends a leaf: the first {@code length} bytes of {@code leaf}. */
    void add(byte[] leaf, int length) {
        sha.update(LEAF);
        sha.update(leaf, 0, length);
        leaves.add(sha.digest());
    }

    /** The root over the leaves in order; of none, the hash of the empty string. */
    byte[] root() {
        if (leaves.isEmpty()) {
            return sha.digest();
        }
        var hashes = leaves.toArray(byte[][]::new);
        // Level by level; an odd one out moves up as it is, which yields the RFC's split at the largest power of two.
        for (int width = hashes.length; width > 1; width = (width + 1) / 2) {
            for (int i = 0; i < width / 2; i++) {
                sha.update(NODE);
                sha.update(hashes[2 * i]);
                hashes[i] = sha.digest(hashes[2 * i + 1]);
            }
            if (width % 2 == 1) {
                hashes[width / 2] = hashes[width - 1];
            }
        }
        return hashes[0];
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
