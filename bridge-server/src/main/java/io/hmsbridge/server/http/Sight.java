package io.hmsbridge.server.http;

import io.helidon.webserver.http.ServerRequest;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.TriedPacket;
import io.hmsbridge.core.Views;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.EventView;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.outbox.Finding;
import io.hmsbridge.core.outbox.Probed;
import io.hmsbridge.server.access.Role;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the caller of a request may see of what events hold: keys, subjects, content and what targets answered pass
 * {@code vet(action=view)} by the role that sees most.
 */
record Sight(Views views, String role) {

    private static final List<Role> MOST_FIRST = List.of(Role.ADMIN, Role.APPROVER, Role.OPERATOR, Role.VIEWER);

    static Sight of(ServerRequest request, Bridge bridge) {
        return of(Caller.of(request), bridge);
    }

    static Sight of(Caller caller, Bridge bridge) {
        var roles = caller.principal().roles();
        return new Sight(bridge.views(),
                MOST_FIRST.stream().filter(roles::contains).findFirst().orElse(Role.EMITTER).text());
    }

    Map<String, Object> of(PacketView packet) {
        return Shapes.of(seen(packet));
    }

    PacketView seen(PacketView packet) {
        return packet.seen(this::text);
    }

    /** As {@link #seen(PacketView)}, of many packets: what several of them say is vetted once. For one thread. */
    UnaryOperator<PacketView> ofMany() {
        var texts = new HashMap<String, String>();
        return packet -> packet.seen(text -> texts.computeIfAbsent(text, this::text));
    }

    Map<String, Object> of(EventView event) {
        return Shapes.of(new EventView(event.number(), event.source(), text(event.id()), event.type(),
                text(event.subject()), event.acceptedAt(), event.packets()));
    }

    Map<String, Object> of(Act act) {
        return Shapes.of(new Act(act.id(), act.at(), act.who(), act.kind(), text(act.why()), text(act.detail()),
                act.count()));
    }

    Map<String, Object> of(ReplayJob job) {
        var fields = new LinkedHashMap<>(Shapes.of(job));
        fields.computeIfPresent("key", (_, key) -> text((String) key));
        fields.computeIfPresent("why", (_, why) -> text((String) why));
        return fields;
    }

    Map<String, Object> of(TriedPacket tried) {
        var fields = new LinkedHashMap<>(Shapes.of(tried));
        fields.computeIfPresent("key", (_, key) -> text((String) key));
        return fields;
    }

    Map<String, Object> of(Finding found) {
        return new JsonObject().with("check", found.check()).with("verdict", found.verdict().name())
                .with("detail", text(found.detail())).with("mend", found.mend().isEmpty() ? null : found.mend())
                .fields();
    }

    Map<String, Object> of(String target, Probed probed) {
        return new JsonObject().with("target", target).with("answer", probed.answer().name())
                .with("detail", text(probed.detail())).fields();
    }

    /** A packet with its content. */
    Optional<Map<String, Object>> packet(PacketId id) {
        return views.packet(role, id).map(seen -> {
            var fields = new LinkedHashMap<>(of(seen.packet()));
            fields.put("form", seen.form().name());
            fields.put("content", seen.content());
            return fields;
        });
    }

    /** An event with its data. */
    Optional<Event> event(long number) {
        return views.event(role, number);
    }

    /** Whether a text is the same for the caller: who asks for one that is not must not find out whether it is there. */
    boolean showsAsItIs(String text) {
        return text(text).equals(text);
    }

    private String text(String text) {
        return views.text(role, text);
    }
}
