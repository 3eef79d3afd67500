package io.hmsbridge.core;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.Comparison.Difference;
import io.hmsbridge.core.Comparison.Kind;
import io.hmsbridge.core.Comparison.Tally;
import io.hmsbridge.core.ledger.RecordedEvents.Recorded;
import io.hmsbridge.core.mapping.ContentDiff;
import io.hmsbridge.core.mapping.Mapped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** Runs two sheets over events, one after the other, and notes what becomes otherwise. Used by one thread. */
final class Comparing {

    /** The most events at once. */
    static final int MOST_EVENTS = 10_000;

    /** How long it goes on at once. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Function<Event, List<TriedPacket>> old;
    private final Function<Event, List<TriedPacket>> fresh;
    private final Comparison.Query query;
    private final long deadline = System.nanoTime() + LONGEST.toNanos();
    private final Map<String, Tally> targets = new TreeMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private long events;
    private long mapped;

    /** One of the packets that an event makes. */
    private record Place(String target, int part) {}

    Comparing(Function<Event, List<TriedPacket>> old, Function<Event, List<TriedPacket>> fresh,
            Comparison.Query query) {
        this.old = old;
        this.fresh = fresh;
        this.query = query;
    }

    /** Compares what becomes of one event, and says whether there is time for another one. */
    boolean read(Recorded recorded) {
        var event = recorded.event();
        if (query.sources().test(event.source())) {
            events++;
            var before = packets(old.apply(event));
            var now = packets(fresh.apply(event));
            var places = new LinkedHashSet<>(before.keySet());
            places.addAll(now.keySet());
            mapped += places.isEmpty() ? 0 : 1;
            places.forEach(place -> compare(recorded, place, Optional.ofNullable(before.get(place)),
                    Optional.ofNullable(now.get(place))));
        }
        return System.nanoTime() < deadline;
    }

    Comparison result(String changes, OptionalLong last) {
        return new Comparison(changes, events, mapped, targets, differences,
                last.isPresent() && last.getAsLong() >= query.numbers().high() ? OptionalLong.empty() : last);
    }

    /** A packet that says that nothing has changed reaches no target, and counts as none. */
    private Map<Place, TriedPacket> packets(List<TriedPacket> tried) {
        var packets = new LinkedHashMap<Place, TriedPacket>();
        tried.stream().filter(packet -> query.targets().test(packet.packet().target()))
                .filter(packet -> !(packet.packet().result() instanceof Mapped.Result.Unchanged))
                .forEach(packet -> packets.put(new Place(packet.packet().target(), packet.packet().part()), packet));
        return packets;
    }

    private void compare(Recorded recorded, Place place, Optional<TriedPacket> before, Optional<TriedPacket> now) {
        var lines = lines(before, now);
        var kind = before.isEmpty() ? Kind.ADDED : now.isEmpty() ? Kind.REMOVED
                : lines.isEmpty() ? Kind.SAME : Kind.CHANGED;
        targets.merge(place.target, Tally.NONE.with(kind), (sum, _) -> sum.with(kind));
        if (kind != Kind.SAME && differences.size() < query.limit()) {
            var event = recorded.event();
            differences.add(new Difference(new PacketId(recorded.number(), place.target, place.part, 0),
                    event.source(), event.id(), event.type(), kind, before, now, lines));
        }
    }

    private static List<String> lines(Optional<TriedPacket> before, Optional<TriedPacket> now) {
        var lines = new ArrayList<>(ContentDiff.exact(head(before, now), head(now, before)));
        lines.addAll(ContentDiff.exact(content(before, now), content(now, before)));
        return lines;
    }

    /**
     * What is not content. Why a packet ends is told only where the other one does not end so: it may name a line of its sheet. Of
     * one that stands alone only what is unusual is told.
     */
    private static Map<String, Object> head(Optional<TriedPacket> packet, Optional<TriedPacket> other) {
        var head = new LinkedHashMap<String, Object>();
        packet.ifPresent(p -> {
            boolean same = other.map(Comparing::fate).equals(Optional.of(fate(p)));
            if (other.isPresent() || !fate(p).equals("QUEUED")) {
                head.put("its state", ends(p) && !same ? fate(p) + ": " + p.detail() : fate(p));
            }
            if (other.isPresent()) {
                head.put("its key", p.packet().key());
            }
            if (same && !ends(p)) {
                head.put("its form", p.form().name());
            }
        });
        return head;
    }

    private static Object content(Optional<TriedPacket> packet, Optional<TriedPacket> other) {
        return packet.filter(p -> !ends(p)).map(TriedPacket::content).orElseGet(
                () -> other.isPresent() && other.get().content() instanceof List ? List.of() : Map.of());
    }

    private static boolean ends(TriedPacket packet) {
        return !fate(packet).equals("QUEUED") && !fate(packet).equals("SHADOW");
    }

    /** What becomes of it; a shadow is told apart from what has not changed. */
    private static String fate(TriedPacket packet) {
        return packet.packet().shadow() && packet.state().equals("UNCHANGED") ? "SHADOW" : packet.state();
    }
}
