package io.hmsbridge.server.http;

import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Replay;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A replay as a request asks for it.
 *
 * @param fields the members of the object
 */
record ReplayOrder(OrderFields fields) {

    static ReplayOrder of(Object json) {
        return new ReplayOrder(OrderFields.of("a replay", json, Set.of("from", "to", "target", "type", "key", "states",
                "remap", "force", "overtaken", "rate", "preview", "who", "why")));
    }

    /** @throws IllegalArgumentException saying what is not clear, by name */
    Replay replay() {
        var to = fields.time("to");
        return new Replay(fields.requiredTime("from"), to == null ? Instant.now() : to, fields.textOr("target", ""),
                fields.textOr("type", ""), fields.textOr("key", ""), states(), fields.flag("remap"),
                fields.flag("force"), fields.flag("overtaken"), fields.textOr("rate", ""));
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
