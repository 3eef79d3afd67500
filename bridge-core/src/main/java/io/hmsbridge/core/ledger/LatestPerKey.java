package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.MergePatch;
import io.hmsbridge.core.ledger.ReplayWriter.Progress;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Notes for a backfill the newest packet of each key, with the fields of those before it, so that none is lost (promise 5). A page of
 * events is in memory at a time.
 */
final class LatestPerKey {

    private static final int PAGE = 1_000;

    /** @param own the event of one that is folded with none, as it has a date of its own; else 0 */
    private record Slot(int sheet, long keyHash, long own) {}

    /** What a packet is of. */
    record Place(long event, int part) {}

    private record Newest(Place place, Map<String, Object> content) {}

    private final Handle handle;
    private final ReplayJob job;
    private final ReplayWriter.Ways ways;
    private long had;
    private long covered;
    private long blocked;
    private long unchanged;
    private long failed;

    LatestPerKey(Handle handle, ReplayJob job, ReplayWriter.Ways ways) {
        this.handle = handle;
        this.job = job;
        this.ways = ways;
    }

    void note(Progress progress) {
        long position = progress.low() - 1;
        List<RecordedEvents.Recorded> page;
        do {
            page = page(position, progress.high());
            if (!page.isEmpty()) {
                note(page);
                position = page.getLast().number();
            }
        } while (page.size() == PAGE);
        handle.createUpdate("update replay_job set had = :had, overtaken = :covered, blocked = :blocked,"
                + " unchanged = :unchanged, failed = :failed where id = :job")
                .bind("had", had).bind("covered", covered).bind("blocked", blocked).bind("unchanged", unchanged)
                .bind("failed", failed).bind("job", job.id()).execute();
    }

    private List<RecordedEvents.Recorded> page(long position, long high) {
        var replay = job.replay();
        return handle.createQuery(Sql.REPLAY_EVENTS.text()).bind("position", position).bind("high", high)
                .bind("from", replay.from().atOffset(ZoneOffset.UTC)).bind("to", replay.to().atOffset(ZoneOffset.UTC))
                .bind("type", replay.type()).bindNull("latestOf", Types.BIGINT).bind("limit", PAGE)
                .map((row, _) -> new RecordedEvents.Recorded(row.getLong("id"), Rows.source(row))).list();
    }

    private void note(List<RecordedEvents.Recorded> page) {
        var there = there(page.getFirst().number(), page.getLast().number());
        var newest = new LinkedHashMap<Slot, Newest>();
        for (var recorded : page) {
            for (var packet : ways.mapping().map(recorded.event())) {
                if (job.replay().asksFor(packet)) {
                    if (there.contains(new Place(recorded.number(), packet.part()))) {
                        had++;
                    } else if (counts(packet)) {
                        meet(recorded.number(), packet, newest);
                    }
                }
            }
        }
        foldIntoFormer(newest);
        write(newest);
    }

    /** Whether it is to be sent; if not, why not is counted. */
    private boolean counts(NewPacket packet) {
        if (packet.fate() instanceof NewPacket.Fate.End end) {
            switch (end.outcome()) {
                case UNCHANGED -> unchanged++;
                case BLOCKED -> blocked++;
                default -> failed++;
            }
            return false;
        }
        if (packet.form() == Form.JSON_PATCH) {
            throw new UnacceptableException("packets of " + packet.targetName()
                    + " are JSON Patches, each of which is needed: leave out --latest-per-key", null);
        }
        return true;
    }

    private static Slot slot(long event, NewPacket packet) {
        return new Slot(packet.sheet(), packet.keyHash(), packet.due().isPresent() ? event : 0);
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are maps
    private void meet(long event, NewPacket packet, Map<Slot, Newest> newest) {
        var content = (Map<String, Object>) packet.content();
        var place = new Place(event, packet.part());
        newest.merge(slot(event, packet), new Newest(place, content), (before, now) -> {
            covered++;
            return new Newest(now.place, MergePatch.merged(before.content, now.content));
        });
    }

    /** The packets that the target has of these events. */
    private Set<Place> there(long first, long last) {
        return new HashSet<>(handle.createQuery("select p.event, p.part from packet p"
                + " where p.event between :first and :last"
                + " and p.target = (select l.target from lane l where l.name = :name) and p.rev = 0")
                .bind("first", first).bind("last", last).bind("name", job.replay().target())
                .map((row, _) -> new Place(row.getLong("event"), row.getInt("part"))).list());
    }

    private void foldIntoFormer(Map<Slot, Newest> newest) {
        var slots = new ArrayList<>(newest.keySet());
        var query = handle.createQuery(Sql.LATEST_FIND.text()).bind("job", job.id());
        var ns = new ArrayList<Integer>();
        for (int n = 0; n < slots.size(); n++) {
            ns.add(n);
        }
        new Columns<>(ns).ints("ns", n -> n).ints("sheets", n -> slots.get(n).sheet)
                .longs("keyHashes", n -> slots.get(n).keyHash).longs("owns", n -> slots.get(n).own).bindTo(query);
        query.map((row, _) -> {
            covered++;
            var former = Overtaken.object(row.getBytes("content"));
            return newest.computeIfPresent(slots.get(row.getInt("n")),
                    (_, now) -> new Newest(now.place, MergePatch.merged(former, now.content)));
        }).list();
    }

    private void write(Map<Slot, Newest> newest) {
        if (newest.isEmpty()) {
            return;
        }
        var statement = handle.createUpdate(Sql.LATEST_NOTE.text()).bind("job", job.id());
        new Columns<>(List.copyOf(newest.entrySet())).ints("sheets", e -> e.getKey().sheet)
                .longs("keyHashes", e -> e.getKey().keyHash).longs("owns", e -> e.getKey().own)
                .longs("events", e -> e.getValue().place.event).ints("parts", e -> e.getValue().place.part)
                .blobs("contents", e -> ExactJson.write(e.getValue().content)).bindTo(statement);
        statement.execute();
    }
}
