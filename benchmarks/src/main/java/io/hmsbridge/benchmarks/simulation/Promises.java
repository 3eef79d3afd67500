package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether what happened keeps the promises of the design that {@code HistoryCheck}, which sees only clients and targets, cannot tell:
 * conserved (2), the same key for the same bytes (3), in order per key under one lease and not before it is due (4), no field lost (5),
 * and fenced (7). Knows
 * nothing of the engine.
 */
final class Promises {

    private record Key(String target, String key) {}

    private record Place(Key key, long sequence) {}

    /** @param former who had it before, if nobody has it now */
    private record Owner(int node, long epoch, int former) {

        Owner followedBy(Fact.Owned next) {
            return new Owner(next.node(), next.epoch(), next.node() == 0 ? node : 0);
        }
    }

    /** Since when, and where. */
    private record Awake(int turn, long sequence) {}

    /** @param turn when it was put there */
    private record Content(PacketId packet, int turn, Map<String, Object> fields) {}

    private final List<String> broken = new ArrayList<>();
    private final Map<String, Owner> owners = new HashMap<>();
    /** What went out under a key while its lane had this owner. */
    private final Map<Key, Map<Owner, List<Fact.Sent>>> out = new HashMap<>();
    private final Map<PacketId, String> events = new HashMap<>();
    /** Where in its key's order each packet was put last. */
    private final Map<PacketId, Place> places = new HashMap<>();
    private final Map<String, Integer> begun = new HashMap<>();
    private final Map<String, Integer> answered = new HashMap<>();
    private int turn;
    private final Map<String, Map<String, Object>> bytes = new HashMap<>();
    /** How often each packet has ended, less how often it was replayed. */
    private final Map<PacketId, Integer> ends = new HashMap<>();
    private final Set<PacketId> delivered = new HashSet<>();
    private final Set<PacketId> known = new HashSet<>();
    private final Set<PacketId> left = new HashSet<>();
    private final Set<PacketId> discarded = new HashSet<>();
    /** What a target refused, or an operator gave up or gave to another one: nothing has to stand behind it. */
    private final Set<PacketId> refused = new HashSet<>();
    /** What waits for its effective date. */
    private final Set<PacketId> asleep = new HashSet<>();
    /** What took its place when its date had come, whenever it was emitted. */
    private final Map<PacketId, Awake> woken = new HashMap<>();
    /** What operators have given to another target, as it is there. */
    private final Set<PacketId> redirected = new HashSet<>();
    /** When they were told so. */
    private final Map<PacketId, Integer> told = new HashMap<>();
    /** What operators have sent anew. */
    private final Set<PacketId> anew = new HashSet<>();
    private final List<Fact.Accepted> accepted = new ArrayList<>();
    /** What was to be sent under a key, by sequence. */
    private final Map<Key, TreeMap<Long, Content>> contents = new HashMap<>();
    private final Map<Key, List<Fact.Took>> taken = new HashMap<>();

    private Promises() {}

    /** What is broken, in words that begin with the promise's number; empty if nothing is. */
    static List<String> broken(List<Fact> facts) {
        var promises = new Promises();
        facts.forEach(promises::see);
        promises.sum();
        return List.copyOf(promises.broken);
    }

    private void see(Fact fact) {
        turn++;
        switch (fact) {
            case Fact.Accepted a -> {
                accepted.add(a);
                known.add(a.packet());
                events.put(a.packet(), a.event());
                queued(a.packet(), a.key(), a.sequence(), a.content());
            }
            case Fact.Scheduled s -> {
                known.add(s.packet());
                events.put(s.packet(), s.event());
                asleep.add(s.packet());
            }
            case Fact.Woken w -> {
                asleep.remove(w.packet());
                woken.put(w.packet(), new Awake(turn, w.sequence()));
                accepted.add(new Fact.Accepted(w.event(), w.packet(), w.key(), w.sequence(), w.content()));
                queued(w.packet(), w.key(), w.sequence(), w.content());
            }
            case Fact.Begun b -> begun.putIfAbsent(b.event(), turn);
            case Fact.Answered a -> answered.putIfAbsent(a.event(), turn);
            case Fact.Owned o -> owners.put(o.target(),
                    owners.getOrDefault(o.target(), new Owner(0, 0, 0)).followedBy(o));
            case Fact.Sent s -> sent(s);
            case Fact.Took t -> took(t);
            case Fact.Refused _ -> {} // what counts is what is recorded of it
            case Fact.Recorded r -> recorded(r);
            case Fact.Requeued r -> {
                anew.add(first(r.packet()));
                queued(r.packet(), r.key(), r.sequence(), r.content());
            }
            case Fact.Redirected r -> {
                refused.add(r.from());
                discarded.add(r.from());
                redirected.add(r.packet());
                anew.add(first(r.packet()));
                known.add(r.packet());
                events.putIfAbsent(first(r.packet()), r.event());
                accepted.add(new Fact.Accepted(r.event(), r.packet(), r.key(), r.sequence(), r.content()));
                queued(r.packet(), r.key(), r.sequence(), r.content());
            }
            case Fact.Told t -> told.put(t.packet(), turn);
            case Fact.Replayed r -> {
                anew.add(first(r.packet()));
                queued(r.packet(), r.key(), r.sequence(), r.content());
                ends.merge(r.packet(), -1, Integer::sum);
                delivered.remove(r.packet());
            }
            case Fact.Left l -> {
                left.add(l.packet());
                known.add(l.packet());
            }
        }
    }

    private void queued(PacketId packet, String key, long sequence, Map<String, Object> content) {
        var place = new Place(new Key(packet.target(), key), sequence);
        places.put(first(packet), place);
        contents.computeIfAbsent(place.key, _ -> new TreeMap<>()).put(sequence, new Content(packet, turn, content));
    }

    private void sent(Fact.Sent sent) {
        known.add(sent.packet());
        var owner = owners.get(sent.target());
        if (owner == null || owner.node != sent.node()) {
            broken.add("7: process %d sends %s, whose lane is that of %s".formatted(sent.node(), sent.packet(), owner));
        }
        if (!redirected.contains(sent.packet()) && asleep.contains(first(sent.packet()))) {
            broken.add("4: %s is sent before it is due".formatted(sent.packet()));
        }
        if (delivered.contains(sent.packet())) {
            broken.add("3: %s is sent again though its delivery is committed".formatted(sent.packet()));
        }
        var gone = out.computeIfAbsent(new Key(sent.target(), sent.key()), _ -> new HashMap<>())
                .computeIfAbsent(owner, _ -> new ArrayList<>());
        gone.stream().filter(before -> before.sequence() > sent.sequence() || isEarlier(sent, before))
                .findFirst().ifPresent(before -> broken.add("4: %s of key %s is sent with sequence %d after %s with %d"
                        .formatted(sent.packet(), sent.key(), sent.sequence(), before.packet(), before.sequence())));
        gone.add(sent);
        var content = bytes.putIfAbsent(sent.idempotencyKey(), sent.content());
        if (content != null && !content.equals(sent.content())) {
            broken.add("3: the idempotency key of %s stands for two contents".formatted(sent.packet()));
        }
    }

    /** The one had its place before the other one took its, and neither was sent anew by an operator. */
    private boolean isEarlier(Fact.Sent packet, Fact.Sent other) {
        return !anew.contains(first(packet.packet())) && !anew.contains(first(other.packet()))
                && isEarlier(packet.packet(), other.packet());
    }

    private static PacketId first(PacketId id) {
        return new PacketId(id.event(), id.target(), id.part(), 0);
    }

    /** The emit of the one was answered before that of the other one began; what was woken came then. */
    private boolean isEarlier(PacketId packet, PacketId other) {
        return had(packet) < came(other);
    }

    /** By when it had its place for all to see. */
    private int had(PacketId packet) {
        var awake = woken.get(first(packet));
        return awake != null ? awake.turn : answered.getOrDefault(event(packet), Integer.MAX_VALUE);
    }

    /** Since when it may have had its place. */
    private int came(PacketId packet) {
        var awake = woken.get(first(packet));
        return awake != null ? awake.turn : begun.getOrDefault(event(packet), 0);
    }

    /** The event of a packet, whatever its revision. */
    private String event(PacketId id) {
        return events.getOrDefault(first(id), "");
    }

    private void took(Fact.Took took) {
        var key = new Key(took.target(), took.key());
        taken.computeIfAbsent(key, _ -> new ArrayList<>()).add(took);
        var upTo = contents.getOrDefault(key, new TreeMap<>()).headMap(took.sequence(), true);
        took.content().forEach((field, value) -> {
            if (upTo.isEmpty() || !mayBe(value, field, upTo, taken.get(key))) {
                broken.add("5: %s has %s = %s, of %s".formatted(took.packet(), field, value, upTo));
            }
        });
    }

    /** Whether a content has this value that no other one has clearly taken the place of. */
    private boolean mayBe(Object value, String field, NavigableMap<Long, Content> upTo, List<Fact.Took> arrived) {
        int last = upTo.lastEntry().getValue().turn;
        return upTo.entrySet().stream().filter(one -> value.equals(one.getValue().fields.get(field)))
                .anyMatch(one -> upTo.tailMap(one.getKey(), false).entrySet().stream()
                        .noneMatch(newer -> newer.getValue().fields.containsKey(field)
                                && newer.getValue().turn <= last && !refused.contains(newer.getValue().packet)
                                && isOvertaken(one, newer, arrived)));
    }

    /**
     * Of two that were emitted, or given to the target by an operator, at one time either may be the newer one, until they have come to
     * the target; what an operator sent anew is newer than all that was accepted before.
     */
    private boolean isOvertaken(Map.Entry<Long, Content> one, Map.Entry<Long, Content> newer, List<Fact.Took> arrived) {
        var packet = one.getValue().packet;
        var other = newer.getValue().packet;
        boolean isGiven = redirected.contains(packet) || redirected.contains(other);
        boolean isAnew = !isGiven && (isMoved(packet, one.getKey()) || isMoved(other, newer.getKey()));
        int had = redirected.contains(packet) ? told.getOrDefault(packet, Integer.MAX_VALUE) : had(packet);
        int came = redirected.contains(other) ? newer.getValue().turn : came(other);
        return newer.getValue().turn > one.getValue().turn
                && (isAnew || had < came || haveCome(packet, other, arrived));
    }

    /** Its place is another one than that which it took by itself. */
    private boolean isMoved(PacketId packet, long sequence) {
        var awake = woken.get(first(packet));
        return sequence != (awake != null ? awake.sequence : packet.event());
    }

    /** One after the other, what an operator gave to the target as itself, and else whatever of the event. */
    private boolean haveCome(PacketId one, PacketId other, List<Fact.Took> arrived) {
        int first = arrival(one, arrived);
        return first >= 0 && first < arrival(other, arrived);
    }

    private int arrival(PacketId packet, List<Fact.Took> arrived) {
        var packets = arrived.stream().map(Fact.Took::packet).toList();
        return redirected.contains(packet) ? packets.indexOf(packet)
                : packets.stream().map(took -> redirected.contains(took) ? -1L : took.event()).toList()
                        .indexOf(packet.event());
    }

    private void recorded(Fact.Recorded recorded) {
        known.add(recorded.packet());
        var owner = owners.get(recorded.packet().target());
        if (recorded.epoch() != 0 && !mayRecord(owner, recorded)) {
            broken.add("7: process %d records %s under epoch %d, whose lane is that of %s".formatted(recorded.node(),
                    recorded.packet(), recorded.epoch(), owner));
        }
        if (recorded.outcome() == Outcome.REJECTED || recorded.outcome() == Outcome.DISCARDED) {
            refused.add(recorded.packet());
        }
        if (!recorded.outcome().isTerminal()) {
            return;
        }
        if (ends.merge(recorded.packet(), 1, Integer::sum) > 1) {
            broken.add("2: %s has ended twice, at last as %s".formatted(recorded.packet(), recorded.outcome()));
        }
        if (recorded.outcome() == Outcome.SENT || recorded.outcome() == Outcome.UNCHANGED) {
            delivered.add(recorded.packet());
        }
        if (recorded.outcome() == Outcome.DISCARDED) {
            discarded.add(recorded.packet());
        }
    }

    /** Who has given it up may finish a fold that is under way, until another one has it. */
    private static boolean mayRecord(Owner owner, Fact.Recorded recorded) {
        return owner != null && owner.epoch == recorded.epoch() && (owner.node == recorded.node()
                || owner.former == recorded.node() && recorded.outcome() == Outcome.SUPERSEDED);
    }

    /** What can be told only when all is over. */
    private void sum() {
        for (var packet : known) {
            boolean ended = ends.getOrDefault(packet, 0) > 0;
            if (ended == left.contains(packet)) {
                broken.add("2: %s %s".formatted(packet, ended ? "has ended and still waits"
                        : "has neither ended nor waits"));
            }
        }
        accepted.forEach(this::coverage);
    }

    /** Each field has come, with this packet or with a newer one. */
    private void coverage(Fact.Accepted packet) {
        var id = packet.packet();
        var key = new Key(id.target(), packet.key());
        // What an operator discards may hold what was folded into it.
        boolean given = Stream.concat(discarded.stream(), left.stream()).map(other -> places.get(first(other)))
                .filter(Objects::nonNull)
                .anyMatch(place -> place.key.equals(key) && place.sequence >= packet.sequence());
        var arrived = taken.getOrDefault(key, List.of());
        for (var field : packet.content().keySet()) {
            if (!given && arrived.stream()
                    .noneMatch(t -> t.sequence() >= packet.sequence() && t.content().containsKey(field))) {
                broken.add("5: field %s of %s has not come to its target, nor a newer one".formatted(field, id));
            }
        }
    }
}
