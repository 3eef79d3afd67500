package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.ReplayWriter.Progress;
import io.hmsbridge.core.ledger.ReplayWriter.Ways;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A step of a replay that sends packets again as they were: the same bytes under the same key, unless something forbids it. */
final class AsSentStep implements ReplayWriter.Step {

    private static final Packet.Form[] FORMS = Packet.Form.values();

    /**
     * A packet as the ledger has it.
     *
     * @param latest its latest revision, without a sequence and, unless it is needed, without its content
     */
    private record Found(PacketId id, String sheetName, Revision latest, boolean waits, boolean hasNewer) {

        boolean isPatch() {
            return FORMS[latest.form()] == Packet.Form.JSON_PATCH;
        }
    }

    private final ReplayJob job;
    private final Progress progress;
    private final long upto;
    private final int packets;
    private final Ways ways;

    private AsSentStep(ReplayJob job, Progress progress, long upto, int packets, Ways ways) {
        this.job = job;
        this.progress = progress;
        this.upto = upto;
        this.packets = packets;
        this.ways = ways;
    }

    static AsSentStep of(Handle handle, ReplayJob job, Progress progress, int limit, Ways ways) {
        return handle.createQuery(Sql.REPLAY_PAGE.text()).bind("position", progress.position())
                .bind("high", progress.high()).bind("target", job.replay().target())
                .bind("key", job.replay().key()).bind("limit", limit).bind("bytes", ReplayWriter.MOST_CONTENT)
                .map((row, _) -> {
                    long upto = row.getLong("upto");
                    boolean none = row.wasNull();
                    return new AsSentStep(job, progress, none ? progress.high() : upto, row.getInt("packets"), ways);
                }).one();
    }

    @Override
    public int packets() {
        return packets;
    }

    @Override
    public long upto() {
        return upto;
    }

    @Override
    public void decide(Handle handle, ReplayCommit commit) {
        var replay = job.replay();
        ByRange.in(handle);
        var found = ReplayJobs.filtered(handle.createQuery(Sql.REPLAY_PACKETS.text()), replay).bind("job", job.id())
                .bind("position", progress.position()).bind("upto", upto)
                .bind("withContent", replay.forced() || ways.vetting().isPresent()).map((row, _) -> found(row)).list();
        ByRange.noMore(handle);
        var answers = answers(handle, found);
        for (int i = 0; i < found.size(); i++) {
            var packet = found.get(i);
            if (packet.waits) {
                commit.waiting();
                continue;
            }
            switch (answers.get(i)) {
                case Overtaken.Answer.LeftOut _ -> commit.overtaken();
                case Overtaken.Answer.AsIs _ -> send(packet, null, commit);
                case Overtaken.Answer.Folded folded -> send(packet, folded.content(), commit);
            }
        }
    }

    private List<Overtaken.Answer> answers(Handle handle, List<Found> found) {
        boolean asks = !job.replay().withOvertaken();
        return new Overtaken(handle, job.id()).of(found.stream()
                .map(packet -> Optional.of(packet).filter(p -> asks && p.hasNewer && !p.waits && !p.isPatch())
                        .map(AsSentStep::question))
                .toList());
    }

    private static Overtaken.Question question(Found packet) {
        return new Overtaken.Question(packet.id.event(), packet.latest.target(), packet.sheetName, packet.latest.key(),
                Overtaken.object(packet.latest.content()));
    }

    /** @param folded null for its own content */
    private void send(Found packet, Map<String, Object> folded, ReplayCommit commit) {
        var content = packet.latest.content();
        var key = packet.latest.key();
        var governed = packet.latest.governed();
        if (ways.vetting().isPresent() || folded != null) {
            var sent = folded == null ? ExactJson.read(content) : folded;
            switch (ways.vet(new Vetting.Asked(packet.id.target(), key, FORMS[packet.latest.form()], sent,
                    governed.released(), new Vetting.Sources.OfSheet(packet.latest.sheet(), packet.id.target())))) {
                case Vetting.Vetted.Passed passed -> {
                    content = passed.json();
                    key = passed.key();
                    governed = passed.governed();
                }
                case Vetting.Vetted.Blocked _ -> {
                    commit.blocked();
                    return;
                }
            }
        }
        boolean same = key.equals(packet.latest.key())
                && (content == null || Arrays.equals(content, packet.latest.content()));
        if (same && !job.replay().forced()) {
            commit.again(packet.id, packet.latest.target(), packet.latest.key());
            return;
        }
        var last = packet.latest;
        commit.revised(new Revision(last.event(), last.target(), last.part(), last.rev() + 1, 0, key,
                last.form(), last.sheet(), governed, content), packet.id.target());
    }

    private static Found found(ResultSet row) throws SQLException {
        var id = new PacketId(row.getLong("event"), row.getString("name"), row.getInt("part"), row.getInt("rev"));
        var latest = new Revision(id.event(), row.getInt("target"), id.part(), id.revision(), 0, row.getString("key"),
                row.getInt("form"), row.getInt("sheet"), Governed.of(row.getInt("policy"), row.getString("findings")),
                row.getBytes("content"));
        return new Found(id, row.getString("sheet_name"), latest, row.getObject("state") != null,
                row.getBoolean("newer"));
    }
}
