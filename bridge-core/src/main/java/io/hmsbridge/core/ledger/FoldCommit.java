package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.MergePatch;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.Folding.Folded;
import io.hmsbridge.core.ledger.Governed.Found;
import io.hmsbridge.core.ledger.Journal.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** One commit of packets that are folded: those next to each other of one key, made by the same version of a sheet. */
final class FoldCommit {

    private record Covered(Queued packet, PacketId by) {}

    /** @param former the revision before */
    private record Revised(Queued packet, Governed governed, PacketId former) {}

    private final long epoch;
    private final List<Covered> covered = new ArrayList<>();
    private final List<Revised> revised = new ArrayList<>();

    /** What is being folded just now: the newest so far, what all of it comes to, and those before. */
    private Queued newest;
    private int stretch;
    private Map<String, Object> all = Map.of();
    private int policy;
    private final Set<Found> found = new LinkedHashSet<>();
    private final List<Queued> before = new ArrayList<>();

    FoldCommit(long epoch) {
        this.epoch = epoch;
    }

    /** The next packet, in order. */
    void meet(int itsStretch, Queued packet, Governed governed) {
        if (newest == null || stretch != itsStretch || !belongTogether(newest, packet)) {
            end();
            all = fields(packet);
        } else {
            before.add(withoutContent(newest));
            all = MergePatch.merged(all, fields(packet));
        }
        newest = packet;
        stretch = itsStretch;
        policy = governed.policy();
        found.addAll(governed.found());
    }

    private static boolean belongTogether(Queued one, Queued other) {
        return one.form() == other.form() && one.form() != Form.JSON_PATCH && one.sheet() == other.sheet()
                && one.key().equals(other.key());
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are maps
    private static Map<String, Object> fields(Queued packet) {
        return packet.form() == Form.JSON_PATCH ? Map.of() : (Map<String, Object>) packet.content();
    }

    /** Nothing more comes of what is being folded. */
    void end() {
        if (!before.isEmpty()) {
            var last = newest.id();
            boolean covers = all.equals(newest.content());
            var by = covers ? last : new PacketId(last.event(), last.target(), last.part(), last.revision() + 1);
            before.forEach(packet -> covered.add(new Covered(packet, by)));
            if (!covers) {
                revised.add(new Revised(with(newest, by, WrittenMap.of(all)),
                        new Governed(policy, List.copyOf(found)), last));
            }
        }
        before.clear();
        found.clear();
        newest = null;
    }

    boolean isEmpty() {
        return covered.isEmpty();
    }

    Folded folded() {
        return new Folded(covered.stream().<Entry>map(c -> new Entry.Ended(c.packet, epoch, c.packet.tries(),
                Outcome.SUPERSEDED, 0, detail(c.by))).toList(), revised.stream().map(Revised::packet).toList());
    }

    private static String detail(PacketId by) {
        return "coalesced into " + by;
    }

    private static Queued withoutContent(Queued packet) {
        return with(packet, packet.id(), WrittenMap.of(Map.of()));
    }

    private static Queued with(Queued packet, PacketId id, WrittenMap content) {
        boolean same = id.equals(packet.id());
        return new Queued(id, packet.target(), packet.sequence(), packet.key(), packet.keyHash(),
                same ? packet.tries() : 0, same ? packet.waited() : 0, packet.form(), content, packet.sheet(),
                packet.origin(), packet.traceparent());
    }

    boolean write(Handle handle, Place place, int target) {
        var ends = new ArrayList<>(covered);
        revised.forEach(r -> ends.add(new Covered(with(r.packet, r.former, WrittenMap.of(Map.of())), r.packet.id())));
        var revisions = revised.stream().map(r -> new Revision(r.packet.id().event(), target, r.packet.id().part(),
                r.packet.id().revision(), r.packet.sequence(), r.packet.key(), r.packet.form().ordinal(),
                r.packet.sheet(), r.governed, ((WrittenMap) r.packet.content()).json())).toList();
        var leaves = new Leaves();
        ends.forEach(e -> leaves.add(e.packet.id(), target, epoch, e.packet.tries(), Outcome.SUPERSEDED, 0,
                detail(e.by)));
        revisions.forEach(leaves::add);
        var statement = handle.createQuery(Sql.FOLD.text()).bind("target", target).bind("epoch", epoch)
                .bind("outcome", Outcome.SUPERSEDED.code()).bind("stream", place.stream()).bind("n", place.n())
                .bind("root", leaves.root()).bind("count", ends.size() + revisions.size());
        new Columns<>(ends).longs("endedEvents", e -> e.packet.id().event())
                .ints("endedParts", e -> e.packet.id().part())
                .ints("endedRevs", e -> e.packet.id().revision()).ints("endedTries", e -> e.packet.tries())
                .texts("details", e -> detail(e.by)).bindTo(statement);
        new Columns<>(covered).ints("goneTargets", _ -> target).longs("goneSequences", c -> c.packet.sequence())
                .ints("goneParts", c -> c.packet.id().part()).bindTo(statement);
        new Columns<>(revisions).ints("newTargets", Revision::target).longs("newEvents", Revision::event)
                .ints("newParts", Revision::part)
                .ints("newRevs", Revision::rev).longs("newSequences", Revision::sequence).texts("keys", Revision::key)
                .ints("forms", Revision::form).ints("sheets", Revision::sheet)
                .ints("policies", r -> r.governed().policy()).texts("findings", r -> r.governed().json())
                .blobs("contents", Revision::content).bindTo(statement);
        return statement.mapTo(boolean.class).one();
    }
}
