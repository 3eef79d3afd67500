package io.hmsbridge.api;

import java.util.List;
import java.util.Optional;

/** The bridge's side of an inbound connector. */
public interface Intake {

    /** The position that was durable last: where to go on. Empty at the very first start. */
    Optional<byte[]> position();

    /**
     * Accepts events and moves the position, both in one commit: after a crash either both have happened or neither. Returns
     * once that is durable; blocks while the bridge is at its limits.
     *
     * @throws IllegalArgumentException if an event cannot be accepted, naming it; nothing was accepted
     */
    void accept(List<Event> events, byte[] position) throws InterruptedException;
}
