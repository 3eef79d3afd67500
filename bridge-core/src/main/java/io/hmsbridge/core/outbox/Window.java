package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Queued;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packets of a lane that are in memory, so ordered that of each key one is out at a time. Guarded by the lane's lock.
 */
final class Window {

    /** For each key that has a packet out, those that come after it. */
    private final Map<Long, ArrayDeque<Queued>> followers = new HashMap<>();
    private final ArrayDeque<Queued> ready = new ArrayDeque<>();
    private int size;

    /** Packets that have not been taken. */
    int size() {
        return size;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Adds a packet behind all others of its key; true if it is ready at once. */
    boolean add(Queued packet) {
        size++;
        var queue = followers.get(packet.keyHash());
        if (queue != null) {
            queue.add(packet);
            return false;
        }
        followers.put(packet.keyHash(), new ArrayDeque<>(1));
        ready.add(packet);
        return true;
    }

    /** The next packet to send, or null; its key is out until {@link #done} or {@link #block}. */
    Queued take() {
        var packet = ready.poll();
        if (packet != null) {
            size--;
        }
        return packet;
    }

    /** A packet of this key has come back: makes its follower ready. Returns whether the key has no more. */
    boolean done(long keyHash) {
        var queue = followers.get(keyHash);
        var next = queue == null ? null : queue.poll();
        if (next == null) {
            followers.remove(keyHash);
            return true;
        }
        ready.add(next);
        return false;
    }

    /** A packet of this key must wait: takes its followers out, in order. */
    List<Queued> block(long keyHash) {
        var queue = followers.remove(keyHash);
        if (queue == null) {
            return List.of();
        }
        size -= queue.size();
        return new ArrayList<>(queue);
    }
}
