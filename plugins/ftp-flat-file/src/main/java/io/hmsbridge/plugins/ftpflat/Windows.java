package io.hmsbridge.plugins.ftpflat;

import java.time.Duration;
import java.time.Instant;

/** Tells which packets share files: those of one window, which go when it has closed. */
@FunctionalInterface
interface Windows {

    /** @param accepted when a packet's event was accepted */
    Instant closeOf(Instant accepted);

    /** Windows of one length, one after the other since midnight UTC. */
    static Windows every(Duration length) {
        return accepted -> Instant.ofEpochMilli(
                (Math.floorDiv(accepted.toEpochMilli(), length.toMillis()) + 1) * length.toMillis());
    }
}
