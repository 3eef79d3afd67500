package io.hmsbridge.server.outcome;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.ledger.Bookmarks.Origin;
import io.hmsbridge.core.ledger.PacketView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Makes an event of how a packet ended: what it was and why, never what it held. */
final class OutcomeEvent {

    private OutcomeEvent() {}

    /**
     * The same end makes an event of the same id and data, however often it is read.
     *
     * @param packet with texts as they may be told
     * @param at when its end was committed
     */
    static Event of(PacketView packet, Origin origin, Instant at, String incarnation) {
        var id = packet.id();
        var state = packet.state().name().toLowerCase(Locale.ROOT);
        var data = new LinkedHashMap<String, Object>();
        data.put("packet", id.text());
        data.put("revision", id.revision());
        data.put("target", id.target());
        data.put("key", packet.key());
        data.put("state", packet.state().name());
        data.put("reason", reason(packet));
        data.put("event", Map.of("number", id.event(), "source", origin.source(), "id", origin.id(), "type",
                packet.type(), "accepted_at", packet.acceptedAt().toString()));
        var trace = new LinkedHashMap<String, Object>();
        for (var name : new String[] {"traceparent", "tracestate"}) {
            if (origin.extensions().get(name) instanceof String text) {
                trace.put(name, text);
            }
        }
        return new Event("%s/%d/%s/%d/%d/%s".formatted(incarnation, id.event(), id.target(), id.part(), id.revision(),
                state), Outcomes.SOURCE, "bridge.packet." + state, "%s@%s".formatted(id.text(), id.target()), at, data,
                trace);
    }

    /** A word for programs: what a target answered may quote a value. */
    private static String reason(PacketView packet) {
        return switch (packet.state()) {
            case DEAD -> whyDead(packet);
            case BLOCKED -> "governance";
            case DISCARDED -> "operator";
            case SUPERSEDED -> "newer";
            case UNCHANGED -> "already_had";
            default -> "delivered";
        };
    }

    private static String whyDead(PacketView packet) {
        if (packet.tries() == 0) {
            return "not_mapped";
        }
        return packet.detail().startsWith("given up after ") ? "given_up" : "rejected";
    }
}
