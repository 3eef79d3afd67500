package io.hmsbridge.server.http;

import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Bookmark;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Transitions.Commit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Commits that follow each other, as server-sent events. What those of a role may see of them is made once, each transition is written
 * once, and who asks for the same gets the same bytes. Safe to use from many threads.
 */
final class StreamStep {

    private static final byte[] EVENT = ascii("event: packet\n");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] END = ascii("\n\n");

    private final Bookmark before;
    private final List<Commit> commits;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>(4);
    private final Map<PacketFilter, byte[]> texts = new ConcurrentHashMap<>();
    /** The line with the id of each commit, once it was written. */
    private final AtomicReferenceArray<byte[]> ids;

    /** A transition as those of a role see it. */
    private static final class Told {

        private final int commit;
        private final PacketView packet;
        private byte[] json;

        /** @param commit which of the commits it is of */
        Told(int commit, PacketView packet) {
            this.commit = commit;
            this.packet = packet;
        }

        /** Only those are written that somebody wants. */
        synchronized byte[] json() {
            if (json == null) {
                json = ExactJson.write(Shapes.of(packet));
            }
            return json;
        }
    }

    /** All transitions, in their order, and those of each key: hundreds who follow one each do not look through all that changes. */
    private record Seen(List<Told> all, Map<String, List<Told>> byKey) {}

    /**
     * @param before how far those have come who were told all up to here
     * @param commits in order
     */
    StreamStep(Bookmark before, List<Commit> commits) {
        this.before = before;
        this.commits = commits;
        ids = new AtomicReferenceArray<>(commits.size());
    }

    Bookmark before() {
        return before;
    }

    /** What of it somebody has not read who has come as far as a mark; empty for nothing. */
    Optional<StreamStep> beyond(Bookmark read) {
        var mark = read;
        var further = new ArrayList<Commit>();
        for (var commit : commits) {
            if (!mark.covers(commit.stream(), commit.n())) {
                mark = mark.with(commit.stream(), commit.n());
                further.add(new Commit(commit.stream(), commit.n(), commit.at(), mark, commit.packets()));
            }
        }
        return further.isEmpty() ? Optional.empty() : Optional.of(new StreamStep(read, further));
    }

    /** How far those have come who were told all of it. */
    Bookmark mark() {
        return commits.getLast().mark();
    }

    /** What is to be sent to who wants these; empty if there is nothing among it. */
    byte[] text(Sight sight, PacketFilter filter) {
        return texts.computeIfAbsent(filter, _ -> written(sight, filter));
    }

    /** The last event of a commit has the id, so that a commit which was sent in part is sent again. */
    private byte[] written(Sight sight, PacketFilter filter) {
        var visible = seen.computeIfAbsent(sight.role(), _ -> seenBy(sight));
        var candidates = filter.key().map(key -> visible.byKey.getOrDefault(key, List.of())).orElse(visible.all);
        var wanted = candidates.stream().filter(told -> filter.test(told.packet)).toList();
        var text = new ByteArrayOutputStream();
        for (int i = 0; i < wanted.size(); i++) {
            var told = wanted.get(i);
            text.writeBytes(EVENT);
            if (i == wanted.size() - 1 || wanted.get(i + 1).commit != told.commit) {
                text.writeBytes(id(told.commit));
            }
            text.writeBytes(DATA);
            text.writeBytes(told.json());
            text.writeBytes(END);
        }
        return text.toByteArray();
    }

    private byte[] id(int commit) {
        var line = ids.get(commit);
        if (line == null) {
            line = ascii("id: " + commits.get(commit).mark().text() + "\n");
            ids.set(commit, line);
        }
        return line;
    }

    private Seen seenBy(Sight sight) {
        var all = new ArrayList<Told>();
        var byKey = new HashMap<String, List<Told>>();
        var view = sight.ofMany();
        for (int i = 0; i < commits.size(); i++) {
            for (var packet : commits.get(i).packets()) {
                var told = new Told(i, view.apply(packet));
                all.add(told);
                byKey.computeIfAbsent(told.packet.key(), _ -> new ArrayList<>()).add(told);
            }
        }
        return new Seen(all, byKey);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
