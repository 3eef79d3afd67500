package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The packets of a lane that are in memory, so ordered that of each key one is out at a time. Guarded by the lane's lock.
 */
final class Window {

    /** For each key that has a packet out, those that come after it; most have none. */
    private final Map<Long, Optional<ArrayDeque<Queued>>> followers = new HashMap<>();
    private final ArrayDeque<Queued> ready = new ArrayDeque<>();
    /** Those that would be ready, and must wait for something. */
    private final ArrayDeque<Queued> aside = new ArrayDeque<>();

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** The next packet to send, or null. It stays. */
    Queued peek() {
        return ready.peek();
    }

    /** Whether others of this key come after the one that is out or ready. */
    boolean hasFollowers(long key) {
        return behind(key).filter(queue -> !queue.isEmpty()).isPresent();
    }

    /** The next packet to send is not ready until it is {@link #takeBack taken back}. */
    void setAside() {
        aside.add(ready.remove());
    }

    /** Packets that were set aside are ready, before all others; those packets. */
    List<Queued> takeBack(Predicate<Queued> which) {
        var back = aside.stream().filter(which).toList();
        aside.removeIf(which);
        back.reversed().forEach(ready::addFirst);
        return back;
    }

    /** Packets have new contents. Those that they take the places of, as far as they were there. */
    List<Queued> replace(Map<Position, Queued> revisions) {
        var former = new ArrayList<Queued>();
        Stream.concat(Stream.of(ready, aside), followers.values().stream().flatMap(Optional::stream))
                .filter(queue -> queue.stream().anyMatch(packet -> revisions.containsKey(packet.position())))
                .forEach(queue -> {
                    for (int left = queue.size(); left > 0; left--) {
                        var packet = queue.remove();
                        var revision = revisions.get(packet.position());
                        queue.add(revision == null ? packet : revision);
                        if (revision != null) {
                            former.add(packet);
                        }
                    }
                });
        return former;
    }

    /** Adds a packet behind all others of its key; true if it is ready at once. */
    boolean add(long key, Queued packet) {
        var queue = followers.putIfAbsent(key, Optional.empty());
        if (queue == null) {
            ready.add(packet);
            return true;
        }
        queue.orElseGet(() -> {
            var first = new ArrayDeque<Queued>(4);
            followers.put(key, Optional.of(first));
            return first;
        }).add(packet);
        return false;
    }

    /** Those that come after have to wait, as if a packet of this key were out. */
    void occupy(long key) {
        followers.putIfAbsent(key, Optional.empty());
    }

    /** A packet whose key has been out since it was taken is ready again, before its followers. */
    void again(Queued packet) {
        ready.addFirst(packet);
    }

    /** The next packet to send, or null; its key is out until {@link #done} or {@link #block}. */
    Queued take() {
        return ready.poll();
    }

    /** A packet of this key has come back: makes its follower ready. Returns whether the key has no more. */
    boolean done(long key) {
        var next = behind(key).map(ArrayDeque::poll);
        if (next.isEmpty()) {
            followers.remove(key);
            return true;
        }
        ready.add(next.get());
        return false;
    }

    /** Where those that are not out stand. */
    List<Position> places() {
        return Stream.concat(Stream.concat(ready.stream(), aside.stream()),
                followers.values().stream().flatMap(Optional::stream)
                        .flatMap(ArrayDeque::stream))
                .map(Queued::position).toList();
    }

    /** Takes packets out that come after others; those that were there. */
    List<Queued> removeFollowers(Set<Position> places) {
        return followers.values().stream().flatMap(Optional::stream)
                .flatMap(queue -> remove(queue, places).stream()).toList();
    }

    /** Takes packets out that were ready, as if they were out from now on; those that were there. */
    List<Queued> removeReady(Set<Position> places) {
        return Stream.concat(remove(ready, places).stream(), remove(aside, places).stream()).toList();
    }

    private static List<Queued> remove(ArrayDeque<Queued> queue, Set<Position> places) {
        var removed = queue.stream().filter(packet -> places.contains(packet.position())).toList();
        if (!removed.isEmpty()) {
            queue.removeIf(packet -> places.contains(packet.position()));
        }
        return removed;
    }

    /** A packet of this key must wait: takes its followers out, in order. */
    List<Queued> block(long key) {
        var queue = behind(key);
        followers.remove(key);
        return queue.<List<Queued>>map(ArrayList::new).orElse(List.of());
    }

    private Optional<ArrayDeque<Queued>> behind(long key) {
        var queue = followers.get(key);
        return queue == null ? Optional.empty() : queue;
    }
}
