package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.ReplayWriter.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/**
 * A step of a replay that maps events again by the sheets that are in force now, those too that none matched before. What comes out
 * with the same bytes as before keeps its key; a dead packet ends for what takes its place.
 */
final class RemapStep implements ReplayWriter.Step {

    /**
     * What an event makes now.
     *
     * @param folded its content is not as its JSON: it holds fields of other packets
     */
    private record Made(long event, NewPacket packet, boolean folded) {}

    /**
     * What there is of it already.
     *
     * @param latest null if there was none
     * @param state of its row in the outbox; null if it has none
     * @param outcome how it ended; null if it did not
     */
    private record Former(String sheetName, Revision latest, Integer state, long sequence, int tries, Integer outcome,
            boolean hasNewer) {}

    private final ReplayJob job;
    private final long upto;
    private final List<Made> made;
    private final ReplayWriter.Ways ways;

    private RemapStep(ReplayJob job, long upto, List<Made> made, ReplayWriter.Ways ways) {
        this.job = job;
        this.upto = upto;
        this.made = made;
        this.ways = ways;
    }

    static RemapStep of(Handle handle, ReplayJob job, Progress progress, int limit, ReplayWriter.Ways ways) {
        var replay = job.replay();
        var made = new ArrayList<Made>();
        long upto = progress.high();
        long bytes = 0;
        int events = 0;
        try (var rows = handle.createQuery(Sql.REPLAY_EVENTS.text()).bind("position", progress.position())
                .bind("high", progress.high()).bind("from", replay.from().atOffset(ZoneOffset.UTC))
                .bind("to", replay.to().atOffset(ZoneOffset.UTC)).bind("type", replay.type())
                .bind("latestOf", (Argument) (p, sql, _) -> sql.setObject(p, replay.isOfLatest() ? job.id() : null,
                        Types.BIGINT))
                .bind("limit", limit).setFetchSize(50)
                .map((row, _) -> new RecordedEvents.Recorded(row.getLong("id"), Rows.source(row)))
                .iterator()) {
            while (rows.hasNext()) {
                var stored = rows.next();
                var packets = ways.mapping().map(stored.event()).stream().filter(replay::asksFor).toList();
                packets.forEach(packet -> made.add(new Made(stored.number(), packet, false)));
                bytes += packets.stream().mapToLong(p -> p.json().length).sum();
                events++;
                if (bytes >= ReplayWriter.MOST_CONTENT || made.size() >= limit || events == limit) {
                    upto = stored.number();
                    break;
                }
            }
        }
        return new RemapStep(job, upto, replay.isOfLatest() ? latest(handle, job, made) : made, ways);
    }

    /** Of these the newest of each key, with the fields of those before them. */
    private static List<Made> latest(Handle handle, ReplayJob job, List<Made> made) {
        if (made.isEmpty()) {
            return made;
        }
        var noted = new HashMap<LatestPerKey.Place, byte[]>();
        handle.createQuery(
                "select event, part, content from replay_latest where job = :job and event between :low and :high")
                .bind("job", job.id()).bind("low", made.getFirst().event).bind("high", made.getLast().event)
                .map((row, _) -> noted.put(new LatestPerKey.Place(row.getLong("event"), row.getInt("part")),
                        row.getBytes("content")))
                .list();
        return made.stream().flatMap(m -> Optional
                .ofNullable(noted.get(new LatestPerKey.Place(m.event, m.packet.part())))
                .map(content -> Arrays.equals(content, m.packet.json()) ? m
                        : new Made(m.event, m.packet.with(Overtaken.object(content)), true))
                .stream()).toList();
    }

    @Override
    public int packets() {
        return made.size();
    }

    @Override
    public long upto() {
        return upto;
    }

    @Override
    public void decide(Handle handle, ReplayCommit commit) {
        var formers = formers(handle);
        var answers = answers(handle, formers);
        for (int i = 0; i < made.size(); i++) {
            var former = formers.get(i);
            var packet = made.get(i);
            if (former.state != null && former.state != PacketState.DEAD_CODE) {
                commit.waiting();
            } else if (job.replay().backfill().isPresent() && former.latest != null) {
                commit.had();
            } else if (isSought(former)) {
                decide(packet, former, answers.get(i), commit);
            }
        }
    }

    private void decide(Made packet, Former former, Overtaken.Answer answer, ReplayCommit commit) {
        switch (packet.packet.fate()) {
            case NewPacket.Fate.End end when end.outcome() == Outcome.UNCHANGED -> commit.unchanged();
            case NewPacket.Fate.End end when end.outcome() == Outcome.BLOCKED -> commit.blocked();
            case NewPacket.Fate.End _ -> commit.failed();
            case NewPacket.Fate.Schedule later -> schedule(packet, former, later.due(), commit);
            case NewPacket.Fate.Queue _ -> {
                switch (answer) {
                    case Overtaken.Answer.LeftOut _ -> commit.overtaken();
                    case Overtaken.Answer.AsIs _ when packet.folded -> sendFolded(packet, former,
                            content(packet.packet), commit);
                    case Overtaken.Answer.AsIs _ -> send(packet, former, packet.packet.json(), commit);
                    case Overtaken.Answer.Folded folded -> sendFolded(packet, former, folded.content(), commit);
                }
            }
        }
    }

    /** Not before its date, whoever asks. */
    private static void schedule(Made made, Former former, Instant due, ReplayCommit commit) {
        if (former.latest == null) {
            commit.scheduled(revision(made, 0, made.packet.json()), due);
        } else {
            commit.waiting();
        }
    }

    private static Revision revision(Made made, int rev, byte[] content) {
        var packet = made.packet;
        return new Revision(made.event, packet.target(), packet.part(), rev, 0, packet.key(),
                packet.form().ordinal(), packet.sheet(), packet.governed(), content);
    }

    /** What was folded in may have been sent under another policy. */
    private void sendFolded(Made packet, Former former, Map<String, Object> content, ReplayCommit commit) {
        var made = packet.packet;
        switch (ways.vet(new Vetting.Asked(made.targetName(), made.key(), made.form(), content, Set.of(),
                new Vetting.Sources.OfSheet(made.sheet(), made.targetName())))) {
            case Vetting.Vetted.Passed passed -> send(packet, former, passed.json(), commit);
            case Vetting.Vetted.Blocked _ -> commit.blocked();
        }
    }

    private void send(Made made, Former former, byte[] content, ReplayCommit commit) {
        var packet = made.packet;
        var last = former.latest;
        int rev = last == null ? 0 : last.rev() + 1;
        boolean same = last != null && former.outcome != null && former.outcome == Outcome.SENT.code()
                && Arrays.equals(last.content(), content) && last.key().equals(packet.key())
                && last.form() == packet.form().ordinal();
        if (same && !job.replay().forced()) {
            commit.again(new PacketId(made.event, packet.targetName(), packet.part(), last.rev()), packet.target(),
                    packet.key());
            return;
        }
        commit.revised(revision(made, rev, content), packet.targetName());
        if (former.state != null) {
            commit.replaces(new PacketId(made.event, packet.targetName(), packet.part(), last.rev()), packet.target(),
                    former.sequence, former.tries, rev);
        }
    }

    private boolean isSought(Former former) {
        if (former.latest == null) {
            return job.replay().asksForAll();
        }
        int code = former.state == null ? former.outcome == null ? -1 : former.outcome : Outcome.DEAD.code();
        return job.replay().sought().stream().anyMatch(state -> Outcome.valueOf(state.name()).code() == code);
    }

    private List<Former> formers(Handle handle) {
        var query = handle.createQuery(Sql.REPLAY_FORMER.text()).bind("job", job.id());
        new Columns<>(IntStream.range(0, made.size()).boxed().toList()).ints("ns", n -> n)
                .longs("events", n -> made.get(n).event).ints("targets", n -> made.get(n).packet.target())
                .ints("parts", n -> made.get(n).packet.part()).texts("keys", n -> made.get(n).packet.key())
                .ints("sheets", n -> made.get(n).packet.sheet()).bindTo(query);
        return query.map((row, _) -> former(row)).list();
    }

    private List<Overtaken.Answer> answers(Handle handle, List<Former> formers) {
        return new Overtaken(handle, job.id()).of(IntStream.range(0, made.size()).boxed()
                .map(i -> Optional.of(made.get(i)).filter(m -> formers.get(i).hasNewer && isAskedAbout(m.packet))
                        .map(m -> question(m, formers.get(i).sheetName)))
                .toList());
    }

    private boolean isAskedAbout(NewPacket packet) {
        return !job.replay().withOvertaken() && packet.fate() instanceof NewPacket.Fate.Queue
                && packet.form() != Packet.Form.JSON_PATCH;
    }

    private static Overtaken.Question question(Made made, String sheetName) {
        var packet = made.packet;
        return new Overtaken.Question(made.event, packet.target(), sheetName, packet.key(), content(packet));
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are objects
    private static Map<String, Object> content(NewPacket packet) {
        return (Map<String, Object>) packet.content();
    }

    private static Former former(ResultSet row) throws SQLException {
        int rev = row.getInt("rev");
        var latest = row.wasNull() ? null : new Revision(0, 0, 0, rev, 0, row.getString("key"), row.getInt("form"),
                row.getInt("sheet"), Governed.NONE, row.getBytes("content"));
        return new Former(row.getString("sheet_name"), latest, row.getObject("state", Integer.class),
                row.getLong("sequence"), row.getInt("tries"), row.getObject("outcome", Integer.class),
                row.getBoolean("newer"));
    }
}
