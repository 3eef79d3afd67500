package io.hmsbridge.core.mapping;

import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.core.yaml.MapReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a sheet says of the lane of a target. */
final class LaneWordsReader {

    static final String[] RETRY_KEYS = {"first", "cap", "tries", "max_age"};
    private static final List<String> ORDERS = List.of("key", "target", "none");
    private static final List<String> ON_DEAD = List.of("skip", "hold");
    private static final List<String> FLAGS = List.of("true", "false");

    private final MapReader target;
    private final Map<String, LaneWords.Word> words = new LinkedHashMap<>();

    private LaneWordsReader(MapReader target) {
        this.target = target;
    }

    /** A JSON Patch that is left out spoils those after it: its lane holds. */
    static LaneWords read(MapReader target, Form form) {
        var reader = new LaneWordsReader(target);
        reader.take(target, LaneWords.ORDER, LaneWords.ORDER, target.choice(LaneWords.ORDER, ORDERS).optional());
        reader.take(target, LaneWords.ON_DEAD, LaneWords.ON_DEAD, target.choice(LaneWords.ON_DEAD, ON_DEAD).optional());
        reader.take(target, LaneWords.COALESCE, LaneWords.COALESCE,
                target.choice(LaneWords.COALESCE, FLAGS).optional().map("true"::equals));
        reader.checkCoalesce(form);
        reader.take(target, LaneWords.WINDOW, LaneWords.WINDOW, target.text(LaneWords.WINDOW).optional());
        if (form == Form.JSON_PATCH) {
            reader.hold();
        }
        reader.retry(target.child("retry").allowOnly(RETRY_KEYS));
        return new LaneWords(reader.words);
    }

    private void checkCoalesce(Form form) {
        var word = words.get(LaneWords.COALESCE);
        if (word == null || word.value().equals(false)) {
            return;
        }
        if (form == Form.JSON_PATCH) {
            target.error(LaneWords.COALESCE, "no JSON Patch may be left out: they are not coalesced",
                    "Write `form: merge_patch`, or delete `coalesce`.");
        }
        var order = words.get(LaneWords.ORDER);
        if (order != null && !order.value().equals("key")) {
            target.error(LaneWords.COALESCE, "`coalesce` folds what waits for one key, and needs `order: key`",
                    "Delete one of both.");
        }
    }

    private void hold() {
        if (words.containsKey(LaneWords.ON_DEAD) && !words.get(LaneWords.ON_DEAD).value().equals("hold")) {
            target.error(LaneWords.ON_DEAD, "no JSON Patch may be left out: after a dead one its key must wait",
                    "Write `on_dead: hold`, or nothing.");
        } else if (!words.containsKey(LaneWords.ON_DEAD)) {
            words.put(LaneWords.ON_DEAD, new LaneWords.Word("hold", "hold", where(target, "form")));
        }
    }

    private void retry(MapReader retry) {
        var first = positive(retry, "first");
        var cap = positive(retry, "cap");
        if (first.isPresent() && cap.isPresent() && cap.get().compareTo(first.get()) < 0) {
            retry.error("cap", "`cap` must not be shorter than `first`", "");
        }
        take(retry, "first", "retry.first", first);
        take(retry, "cap", "retry.cap", cap);
        take(retry, "tries", "retry.tries", retry.integer("tries").check(n -> n >= 1 && n <= 1_000_000,
                "`tries` must be between 1 and 1000000", "").optional());
        take(retry, "max_age", "retry.max_age", positive(retry, "max_age"));
    }

    private static Optional<Duration> positive(MapReader retry, String key) {
        return retry.duration(key).check(Duration::isPositive, "`" + key + "` must be longer than nothing", "")
                .optional();
    }

    private void take(MapReader map, String key, String path, Optional<?> value) {
        value.ifPresent(v -> words.put(path, new LaneWords.Word(v, map.text(key).orElse(""), where(map, key))));
    }

    private static String where(MapReader map, String key) {
        var position = map.keyPosition(key);
        return position.source().name() + ":" + position.line();
    }
}
