package io.hmsbridge.core.ledger;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Journal.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the last commits of this process say of packets, as {@code transitions.sql} would find it, while somebody follows: it need not
 * be looked up row by row. Of commits that are not among them nothing is known here. Safe to use from many threads.
 */
final class Recent {

    /** So much is known at most; a commit counts as one, and each of its packets. */
    private static final int MOST = 20_000;
    /** Who has not asked for so long follows no more. */
    private static final long FOLLOWS_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** As {@code transitions.sql} has those of a commit; they are put into order by who reads them, whom nobody waits for. */
    static final Comparator<PacketView> IN_ORDER = Comparator.comparingLong((PacketView p) -> p.id().event())
            .thenComparing(p -> p.id().target()).thenComparingInt(p -> p.id().part());

    private final Map<Place, List<PacketView>> commits = new LinkedHashMap<>();
    private int held;
    private long asked = System.nanoTime() - FOLLOWS_NANOS;

    /** New events with their packets are durable. */
    void appended(Place place, long[] numbers, List<NewEvent> events, Instant at) {
        if (!isFollowed()
                || !events.stream().flatMap(event -> event.packets().stream()).allMatch(NewPacket::isQueued)) {
            return;
        }
        var views = new ArrayList<PacketView>();
        for (int i = 0; i < numbers.length; i++) {
            for (var packet : events.get(i).packets()) {
                views.add(new PacketView(new PacketId(numbers[i], packet.targetName(), packet.part(), 0),
                        events.get(i).event().type(), packet.key(), numbers[i], PacketState.QUEUED, at, 0, null, "",
                        null,
                        packet.governed()));
            }
        }
        put(place, views);
    }

    /** Deliveries are durable. */
    void recorded(Place place, List<Entry> entries) {
        if (!isFollowed() || !entries.stream().allMatch(Ended.class::isInstance)) {
            return;
        }
        var views = new ArrayList<PacketView>(entries.size());
        for (var entry : entries) {
            var ended = (Ended) entry;
            var packet = ended.packet();
            views.add(new PacketView(packet.id(), packet.origin().type(), packet.key(), packet.sequence(),
                    ended.outcome().leadsTo(), packet.origin().acceptedAt(), ended.attempt(), null, ended.detail(),
                    Duration.ofMillis(ended.millis()), packet.governed()));
        }
        put(place, views);
    }

    private synchronized boolean isFollowed() {
        boolean followed = System.nanoTime() - asked < FOLLOWS_NANOS;
        if (!followed && !commits.isEmpty()) {
            commits.clear();
            held = 0;
        }
        return followed;
    }

    private synchronized void put(Place place, List<PacketView> views) {
        commits.put(place, views);
        held += 1 + views.size();
        for (var oldest = commits.entrySet().iterator(); held > MOST; oldest.remove()) {
            held -= 1 + oldest.next().getValue().size();
        }
    }

    /** What is known of commits after a bookmark. Who asks is taken for somebody who follows. */
    synchronized Map<Place, List<PacketView>> after(Bookmark mark) {
        asked = System.nanoTime();
        var known = new LinkedHashMap<>(commits);
        known.keySet().removeIf(place -> mark.covers(place.stream(), place.n()));
        return known;
    }
}
