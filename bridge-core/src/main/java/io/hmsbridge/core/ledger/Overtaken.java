package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.MergePatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Tells of packets that are to be sent again what newer ones of the same target, sheet and key have made of them meanwhile, so that
 * no field goes back to an old value: one of which all was overwritten is left out, and where a newer one that is not sent again
 * has overwritten a part, the newer values take its place (promise 5). The newer ones are walked through from the newest on, until
 * nothing is left to be found.
 */
final class Overtaken {

    private static final int FIRST = 1;
    private static final int FACTOR = 8;
    private static final int MOST = 512;

    /** A packet in question. */
    record Question(long event, int part, int target, String sheet, String key, Map<String, Object> content) {}

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
        private boolean atEnd;
        private long belowEvent = Long.MAX_VALUE;
        private int belowPart;

        Walk(Question question) {
            this.question = question;
            left = question.content;
        }

        /** @param content null if its target has not got it, nor will */
        void meet(long event, int part, Packet.Form form, byte[] content, boolean inside) {
            belowEvent = event;
            belowPart = part;
            if (content == null || form == Packet.Form.JSON_PATCH || left.isEmpty()) {
                return; // what a JSON Patch overwrites cannot be told from it
            }
            var packet = object(content);
            var touching = MergePatch.touching(left, packet);
            fold |= !inside && !touching.isEmpty();
            newer = MergePatch.merged(touching, newer);
            left = MergePatch.untouched(left, packet);
        }

        boolean isOver() {
            return atEnd || left.isEmpty();
        }

        Answer answer() {
            if (left.isEmpty()) {
                return new Answer.LeftOut();
            }
            var folded = fold ? MergePatch.merged(left, newer) : question.content;
            return folded.equals(question.content) ? new Answer.AsIs() : new Answer.Folded(folded);
        }
    }

    private static final Packet.Form[] FORMS = Packet.Form.values();

    private final Handle handle;
    private final long job;

    Overtaken(Handle handle, long job) {
        this.handle = handle;
        this.job = job;
    }

    /** Answers in the order of the questions. */
    List<Answer> of(List<Question> questions) {
        var walks = questions.stream().map(Walk::new).toList();
        var open = walks;
        for (int limit = FIRST; !open.isEmpty(); limit = Math.min(MOST, limit * FACTOR)) {
            step(open, limit);
            open = open.stream().filter(walk -> !walk.isOver()).toList();
        }
        return walks.stream().map(Walk::answer).toList();
    }

    private void step(List<Walk> walks, int limit) {
        var met = new int[walks.size()];
        var numbered = new ArrayList<Integer>();
        for (int n = 0; n < met.length; n++) {
            numbered.add(n);
        }
        var query = handle.createQuery(Sql.REPLAY_WALK.text()).bind("job", job).bind("limit", limit).setFetchSize(100);
        new Columns<>(numbered).ints("ns", n -> n).ints("targets", n -> walks.get(n).question.target)
                .texts("sheets", n -> walks.get(n).question.sheet).texts("keys", n -> walks.get(n).question.key)
                .longs("above", n -> walks.get(n).question.event)
                .longs("belowEvents", n -> walks.get(n).belowEvent).ints("belowParts", n -> walks.get(n).belowPart)
                .bindTo(query);
        try (var rows = query.map((row, _) -> {
            int n = row.getInt("n");
            met[n]++;
            walks.get(n).meet(row.getLong("event"), row.getInt("part"), FORMS[row.getInt("form")],
                    row.getBytes("content"), row.getBoolean("inside"));
            return n;
        }).iterator()) {
            rows.forEachRemaining(_ -> {});
        }
        for (int n = 0; n < met.length; n++) {
            walks.get(n).atEnd = met[n] < limit;
        }
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are objects
    static Map<String, Object> object(byte[] json) {
        return (Map<String, Object>) ExactJson.read(json);
    }
}
