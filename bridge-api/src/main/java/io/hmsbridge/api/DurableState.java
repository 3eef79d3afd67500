package io.hmsbridge.api;

import java.util.Optional;

/** Named values of one target that outlive a restart. For tokens and cursors: 64 KiB a value, not for payloads. */
public interface DurableState {

    Optional<byte[]> get(String name);

    /** Returns once the value is durable. */
    void put(String name, byte[] value);

    void remove(String name);
}
