package io.hmsbridge.benchmarks.history;

import io.hmsbridge.benchmarks.history.History.Answer;
import io.hmsbridge.benchmarks.history.History.Emitted;
import io.hmsbridge.benchmarks.history.History.Receipt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a history keeps promises 1 to 4 of the design: durable, conserved, at least once with a key, in order per key. Knows
 * nothing of the engine. To be asked when all is quiet: what has not arrived by then is lost.
 */
public final class HistoryCheck {

    /**
     * A packet that an event is to make.
     *
     * @param key of the packet: those of one target and key keep their order
     */
    public record Due(String target, String key, String content) {}

    /**
     * What is wrong with a history, each in words that name the event. All empty if nothing is.
     *
     * @param lost accepted, and not received
     * @param unexpected received, though refused, never emitted, or not for this target
     * @param duplicates received again under another idempotency key
     * @param repeats received again under the same key: how often, which a crash may explain and nothing else
     * @param inversions received in another order than that in which they were accepted, one answered before the other was emitted
     * @param doubleEnds packets that have ended twice
     * @param wrong received with another content or key
     */
    public record Verdict(List<String> lost, List<String> unexpected, List<String> duplicates, long repeats,
            List<String> inversions, List<String> doubleEnds, List<String> wrong) {

        /** @param repeats the most that may have been sent again */
        public boolean holds(long repeats) {
            return this.repeats <= repeats && lost.isEmpty() && unexpected.isEmpty() && duplicates.isEmpty()
                    && inversions.isEmpty() && doubleEnds.isEmpty() && wrong.isEmpty();
        }
    }

    private record Place(String target, String event) {}

    private record Lane(String target, String key) {}

    private final Function<String, List<Due>> due;
    private final List<String> lost = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final List<String> duplicates = new ArrayList<>();
    private final List<String> inversions = new ArrayList<>();
    private final List<String> doubleEnds = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private long repeats;

    private HistoryCheck(Function<String, List<Due>> due) {
        this.due = due;
    }

    /** @param due the packets that an event is to make, one for each target at most */
    public static Verdict of(History history, Function<String, List<Due>> due) {
        var check = new HistoryCheck(due);
        var emits = new HashMap<String, Emitted>();
        // An event may be emitted again under its id until it is answered: it is accepted if one of them was.
        history.emits().forEach(emit -> emits.merge(emit.event(), emit, HistoryCheck::stronger));
        var received = history.receipts().stream()
                .collect(Collectors.groupingBy(receipt -> new Place(receipt.target(), receipt.event())));
        check.arrivals(emits, received);
        check.strays(emits, received);
        check.order(emits, history.receipts());
        check.ends(history);
        return new Verdict(check.lost, check.unexpected, check.duplicates, check.repeats, check.inversions,
                check.doubleEnds, check.wrong);
    }

    private static Emitted stronger(Emitted one, Emitted other) {
        var answer = one.answer() == Answer.OK || other.answer() == Answer.OK ? Answer.OK
                : one.answer() == Answer.UNKNOWN || other.answer() == Answer.UNKNOWN ? Answer.UNKNOWN : Answer.FAIL;
        // The first that may have been accepted counts as its beginning, the first "accepted" as its end.
        long answered = Math.min(one.answer() == Answer.OK ? one.answered() : Long.MAX_VALUE,
                other.answer() == Answer.OK ? other.answered() : Long.MAX_VALUE);
        return new Emitted(one.event(), Math.min(one.invoked(), other.invoked()), answered, answer);
    }

    private void arrivals(Map<String, Emitted> emits, Map<Place, List<Receipt>> received) {
        for (var emit : emits.values()) {
            for (var packet : due.apply(emit.event())) {
                var receipts = received.getOrDefault(new Place(packet.target, emit.event()), List.of());
                if (receipts.isEmpty() && emit.answer() == Answer.OK) {
                    lost.add("%s for %s".formatted(emit.event(), packet.target));
                }
                var keys = receipts.stream().map(Receipt::delivery).distinct().toList();
                if (keys.size() > 1) {
                    duplicates.add("%s at %s, as %s".formatted(emit.event(), packet.target, keys));
                }
                repeats += Math.max(0, receipts.size() - keys.size());
                receipts.stream().filter(r -> !r.content().equals(packet.content) || !r.key().equals(packet.key))
                        .findFirst().ifPresent(r -> wrong.add("%s at %s: %s under %s in place of %s under %s".formatted(
                                emit.event(), packet.target, r.content(), r.key(), packet.content, packet.key)));
            }
        }
    }

    private void strays(Map<String, Emitted> emits, Map<Place, List<Receipt>> received) {
        for (var place : received.keySet()) {
            var emit = emits.get(place.event);
            if (emit == null || emit.answer() == Answer.FAIL) {
                unexpected.add("%s at %s, which was %s".formatted(place.event, place.target,
                        emit == null ? "never emitted" : "refused"));
            } else if (due.apply(place.event).stream().noneMatch(packet -> packet.target.equals(place.target))) {
                unexpected.add("%s at %s, which is not to get it".formatted(place.event, place.target));
            }
        }
    }

    /**
     * Of two events of a key of which one was answered before the other was emitted, the earlier one's first arrival is before the
     * later one's first, and its last before the later one's last: after a crash a suffix may come again, in order.
     */
    private void order(Map<String, Emitted> emits, List<Receipt> receipts) {
        receipts.stream().collect(Collectors.groupingBy(r -> new Lane(r.target(), r.key()))).forEach((lane, all) -> {
            var firsts = new HashMap<String, Long>();
            var lasts = new HashMap<String, Long>();
            all.forEach(r -> {
                firsts.putIfAbsent(r.event(), r.at());
                lasts.put(r.event(), r.at());
            });
            inverted(lane, emits, firsts, "first");
            inverted(lane, emits, lasts, "last");
        });
    }

    /** In the order of arrival, nothing may come that was answered before something that came earlier was emitted. */
    private void inverted(Lane lane, Map<String, Emitted> emits, Map<String, Long> arrivals, String which) {
        var latest = new Emitted[1];
        arrivals.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(arrival -> emits.get(arrival.getKey()))
                .filter(emit -> emit != null).forEach(emit -> {
                    if (latest[0] != null && emit.answered() < latest[0].invoked()) {
                        inversions.add("%s at %s came %s after %s, of key %s".formatted(emit.event(), lane.target,
                                which, latest[0].event(), lane.key));
                    }
                    if (latest[0] == null || emit.invoked() > latest[0].invoked()) {
                        latest[0] = emit;
                    }
                });
    }

    private void ends(History history) {
        var seen = new HashSet<String>();
        history.ends().stream().sorted(Comparator.comparing(History.End::packet)).forEach(end -> {
            if (!seen.add(end.packet())) {
                doubleEnds.add("%s, at last as %s".formatted(end.packet(), end.outcome()));
            }
        });
    }
}
