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

    /**
     * @param json its content as it is stored
     * @param governed what the ledger is to keep
     * @param former the packet before
     */
    private record Revised(Queued packet, byte[] json, Governed governed, Queued former) {}

    private final long epoch;
    private final String word;
    private final List<Covered> covered = new ArrayList<>();
    private final List<Revised> revised = new ArrayList<>();

    /** What is being folded just now: the newest so far, what all of it comes to, and those before. */
    private Queued newest;
    /** The number of its next revision. */
    private int next;
    private int stretch;
    private Map<String, Object> all = Map.of();
    /** Of all of it; 0 if they were vetted under several. */
    private int policy;
    private final Set<Found> found = new LinkedHashSet<>();
    private final List<Queued> before = new ArrayList<>();

    /** @param word what becomes of the former ones, before the packet that stands for them */
    FoldCommit(long epoch, String word) {
        this.epoch = epoch;
        this.word = word;
    }

    /**
     * The next packet, in order.
     *
     * @param latest its latest revision
     */
    void meet(int itsStretch, Queued packet, int latest) {
        if (newest == null || stretch != itsStretch || !belongTogether(newest, packet)) {
            end();
            all = fields(packet);
            policy = packet.governed().policy();
        } else {
            before.add(withoutContent(newest));
            policy = policy == packet.governed().policy() ? policy : 0;
            all = MergePatch.merged(all, fields(packet));
        }
        newest = packet;
        next = latest + 1;
        stretch = itsStretch;
        found.addAll(packet.governed().found());
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
            var by = covers ? last : new PacketId(last.event(), last.target(), last.part(), next);
            before.forEach(packet -> covered.add(new Covered(packet, by)));
            if (!covers) {
                // Together its fields may be what none was alone: it is vetted before it goes.
                var content = WrittenMap.of(all);
                var governed = new Governed(policy, List.copyOf(found));
                revised.add(new Revised(with(newest, by, content, new Governed(0, governed.found())), content.json(),
                        governed, newest));
            }
        }
        before.clear();
        found.clear();
        newest = null;
    }

    /**
     * Another revision of a packet goes in its place, or ends there.
     *
     * @param latest its latest one
     */
    void tighten(Queued packet, Vetting.Vetted vetted, int latest) {
        var id = packet.id();
        var revision = new PacketId(id.event(), id.target(), id.part(), latest + 1);
        var empty = WrittenMap.of(Map.of());
        revised.add(switch (vetted) {
            case Vetting.Vetted.Passed passed -> new Revised(
                    with(packet, revision, passed.key(), packet.form(), passed.content(), passed.governed()),
                    passed.json(), passed.governed(), packet);
            case Vetting.Vetted.Blocked blocked -> new Revised(
                    with(packet, revision, blocked.key(), Form.FIELDS, empty, blocked.governed()), empty.json(),
                    blocked.governed(), packet);
        });
    }

    boolean isEmpty() {
        return covered.isEmpty();
    }

    Folded folded() {
        return new Folded(covered.stream().<Entry>map(c -> new Entry.Ended(c.packet, epoch, c.packet.tries(),
                Outcome.SUPERSEDED, 0, detail(c.by))).toList(), revised.stream().map(Revised::packet).toList());
    }

    private String detail(PacketId by) {
        return word + by;
    }

    private static Queued withoutContent(Queued packet) {
        return with(packet, packet.id(), WrittenMap.of(Map.of()), packet.governed());
    }

    private static Queued with(Queued packet, PacketId id, Object content, Governed governed) {
        return with(packet, id, packet.key(), packet.form(), content, governed);
    }

    private static Queued with(Queued packet, PacketId id, String key, Form form, Object content, Governed governed) {
        boolean same = id.equals(packet.id());
        return new Queued(id, packet.target(), packet.sequence(), key, packet.keyHash(),
                same ? packet.tries() : 0, same ? packet.waited() : 0, form, content, packet.sheet(),
                packet.origin(), packet.traceparent(), packet.tracestate(), governed);
    }

    boolean write(Handle handle, Place place, int target) {
        var ends = new ArrayList<>(covered);
        revised.forEach(r -> ends.add(new Covered(withoutContent(r.former), r.packet.id())));
        var revisions = revised.stream().map(r -> new Revision(r.packet.id().event(), target, r.packet.id().part(),
                r.packet.id().revision(), r.packet.sequence(), r.packet.key(), r.packet.form().ordinal(),
                r.packet.sheet(), r.governed, r.json)).toList();
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
