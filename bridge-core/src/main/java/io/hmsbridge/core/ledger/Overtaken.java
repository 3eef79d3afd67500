package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.MergePatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Tells of packets that are to be sent again what newer ones of the same target, sheet and key have made of them meanwhile, so that
 * no field goes back to an old value: one of which all was overwritten is left out, and where a part was overwritten, the newer
 * values take its place (promise 5), whether or not the newer packets are sent again too. The newer ones are walked through from
 * the newest on, until nothing is left to be found.
 */
final class Overtaken {

    private static final int FIRST = 1;
    private static final int FACTOR = 8;
    private static final int MOST = 512;
    /** Newer packets asked for in one statement, at most: what it answers is bounded, and so is how long it takes. */
    private static final int ROWS = 20_000;

    /** A packet in question. */
    record Question(long event, int target, String sheet, String key, Map<String, Object> content) {}

    /** What is to be done about it. */
    sealed interface Answer {

        /** It is sent as it is. */
        record AsIs() implements Answer {}

        /** Nothing of it is left. */
        record LeftOut() implements Answer {}

        /** It is sent with this content. */
        record Folded(Map<String, Object> content) implements Answer {}
    }

    /** How far a question has come. */
    private static final class Walk {

        private final Question question;
        private Map<String, Object> left;
        private Map<String, Object> newer = Map.of();
        private boolean fold;

        Walk(Question question) {
            this.question = question;
            left = question.content;
        }

        void meet(Map<String, Object> packet) {
            fold |= !MergePatch.touching(left, packet).isEmpty();
            newer = MergePatch.merged(packet, newer); // all of it: what is newest of a place may be below what touches
            left = MergePatch.untouched(left, packet);
        }

        Answer answer() {
            if (left.isEmpty()) {
                return new Answer.LeftOut();
            }
            var folded =
                    fold ? MergePatch.merged(left, MergePatch.touching(question.content, newer)) : question.content;
            return folded.equals(question.content) ? new Answer.AsIs() : new Answer.Folded(folded);
        }
    }

    /** The questions about one target, sheet and key, for which its newer packets are walked through once. */
    private static final class Way {

        private record Key(int target, String sheet, String key) {}

        private final Key key;
        private final List<Walk> walks;
        private long belowEvent = Long.MAX_VALUE;
        private int belowPart;
        private boolean atEnd;

        Way(Key key, List<Walk> walks) {
            this.key = key;
            this.walks = walks;
        }

        /** @param content null if its target has not got it, nor will */
        void meet(long event, int part, Packet.Form form, byte[] content) {
            belowEvent = event;
            belowPart = part;
            if (content == null || form == Packet.Form.JSON_PATCH) {
                return; // what a JSON Patch overwrites cannot be told from it
            }
            var packet = object(content);
            walks.stream().filter(walk -> walk.question.event < event && !walk.left.isEmpty())
                    .forEach(walk -> walk.meet(packet));
        }

        /** The first event that something is left of. */
        long above() {
            return walks.stream().filter(walk -> !walk.left.isEmpty()).mapToLong(walk -> walk.question.event).min()
                    .orElse(Long.MAX_VALUE);
        }

        boolean isOver() {
            return atEnd || above() == Long.MAX_VALUE;
        }
    }

    private static final Packet.Form[] FORMS = Packet.Form.values();

    private final Handle handle;
    private final long job;

    Overtaken(Handle handle, long job) {
        this.handle = handle;
        this.job = job;
    }

    /** Answers in the order of the questions; of what nobody asks about, it is sent as it is. */
    List<Answer> of(List<Optional<Question>> questions) {
        var walks = questions.stream().map(question -> question.map(Walk::new)).toList();
        var ways = walks.stream().flatMap(Optional::stream).collect(Collectors.groupingBy(
                walk -> new Way.Key(walk.question.target, walk.question.sheet, walk.question.key)));
        var open = ways.entrySet().stream().map(way -> new Way(way.getKey(), way.getValue())).toList();
        for (int limit = FIRST; !open.isEmpty(); limit = Math.min(MOST, limit * FACTOR)) {
            int together = ROWS / limit;
            for (int from = 0; from < open.size(); from += together) {
                step(open.subList(from, Math.min(open.size(), from + together)), limit);
            }
            open = open.stream().filter(way -> !way.isOver()).toList();
        }
        return walks.stream().map(walk -> walk.map(Walk::answer).orElseGet(Answer.AsIs::new)).toList();
    }

    private void step(List<Way> ways, int limit) {
        var met = new int[ways.size()];
        var query = handle.createQuery(Sql.REPLAY_WALK.text()).bind("job", job).bind("limit", limit).setFetchSize(100);
        new Columns<>(IntStream.range(0, met.length).boxed().toList()).ints("ns", n -> n)
                .ints("targets", n -> ways.get(n).key.target).texts("sheets", n -> ways.get(n).key.sheet)
                .texts("keys", n -> ways.get(n).key.key).longs("above", n -> ways.get(n).above())
                .longs("belowEvents", n -> ways.get(n).belowEvent).ints("belowParts", n -> ways.get(n).belowPart)
                .bindTo(query);
        try (var rows = query.map((row, _) -> {
            int n = row.getInt("n");
            met[n]++;
            ways.get(n).meet(row.getLong("event"), row.getInt("part"), FORMS[row.getInt("form")],
                    row.getBytes("content"));
            return n;
        }).iterator()) {
            rows.forEachRemaining(_ -> {});
        }
        for (int n = 0; n < met.length; n++) {
            ways.get(n).atEnd = met[n] < limit;
        }
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are objects
    static Map<String, Object> object(byte[] json) {
        return (Map<String, Object>) ExactJson.read(json);
    }
}
