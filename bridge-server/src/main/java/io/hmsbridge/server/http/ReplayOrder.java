package io.hmsbridge.server.http;

import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Replay;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A replay as a request asks for it.
 *
 * @param fields the members of the object
 */
record ReplayOrder(OrderFields fields) {

    static ReplayOrder of(Object json) {
        return new ReplayOrder(OrderFields.of("a replay", json, Set.of("from", "to", "target", "type", "key", "states",
                "remap", "force", "overtaken", "rate", "backfill", "latestPerKey", "live", "preview", "who", "why")));
    }

    /** @throws IllegalArgumentException saying what is not clear, by name */
    Replay replay() {
        var to = fields.time("to");
        var backfill = backfill();
        return new Replay(fields.requiredTime("from"), to == null ? Instant.now() : to, fields.textOr("target", ""),
                fields.textOr("type", ""), fields.textOr("key", ""), states(),
                fields.flag("remap") || backfill.isPresent(), fields.flag("force"), fields.flag("overtaken"),
                fields.textOr("rate", ""), backfill);
    }

    private Optional<Replay.Backfill> backfill() {
        if (!fields.flag("backfill")) {
            for (var name : List.of("latestPerKey", "live")) {
                if (fields.value(name) != null) {
                    throw new IllegalArgumentException(name + ": only a backfill has it: say backfill, too");
                }
            }
            return Optional.empty();
        }
        var live = fields.textOr("live", "first");
        if (!live.equals("first") && !live.equals("after")) {
            throw new IllegalArgumentException("live: must be first or after");
        }
        return Optional.of(new Replay.Backfill(fields.flag("latestPerKey"), live.equals("first")));
    }

    boolean isPreview() {
        return fields.flag("preview");
    }

    By by(Caller caller) {
        return caller.by(fields.text("who"), fields.textOr("why", ""));
    }

    private Set<PacketState> states() {
        var states = EnumSet.noneOf(PacketState.class);
        for (var name : fields.texts("states")) {
            try {
                states.add(PacketState.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException _) {
                throw new IllegalArgumentException("states: %s is none; there are %s".formatted(name,
                        List.of(Arrays.copyOfRange(PacketState.values(), PacketState.SENT.ordinal(),
                                PacketState.values().length))));
            }
        }
        return states;
    }
}
