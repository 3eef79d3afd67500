package io.hmsbridge.core.ledger;

/** A key's 64-bit hash, stored with outbox rows: FNV-1a over its UTF-16 units, finished as in MurmurHash3. */
final class KeyHash {

    private KeyHash() {}

    static long of(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
