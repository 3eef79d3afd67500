package io.hmsbridge.core;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.PacketView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people of a role may see, by the policy in force: a viewer sees masked what an approver sees as it is. Safe to use from many
 * threads.
 */
public final class Views {

    private final Governance governance;
    private final Discretion discretion;
    private final Ledger ledger;

    /**
     * A packet as somebody may see it.
     *
     * @param content fields, or the operations of a JSON Patch; empty for one that was blocked
     */
    public record SeenPacket(PacketView packet, Form form, Object content) {}

    Views(Governance governance, Discretion discretion, Ledger ledger) {
        this.governance = governance;
        this.discretion = discretion;
        this.ledger = ledger;
    }

    /** A text that people of the role are to see: a key, a subject, what a target answered. */
    public String text(String role, String text) {
        return governance.equals(Governance.ALLOW_ALL) || text.isEmpty() ? text
                : discretion.vetted(Governance.VIEW, role, text);
    }

    /** A packet with its content; empty if there is none of this id. */
    public Optional<SeenPacket> packet(String role, PacketId id) {
        return ledger.stored(id).map(stored -> new SeenPacket(stored.packet(), stored.form(),
                stored.content() instanceof List<?> operations ? operations(role, operations)
                        : fields(role, asFields(stored.content()))));
    }

    /** An event's data; empty if there is none of this number. */
    public Optional<Event> event(String role, long number) {
        return ledger.event(number).map(event -> new Event(text(role, event.id()), event.source(), event.type(),
                text(role, event.subject()), event.time(), fields(role, event.data()), Map.of()));
    }

    /** The vetted values in place of those that are there; a place that is itself to be masked stands without a value. */
    private List<?> operations(String role, List<?> operations) {
        var values = new PatchValues(operations);
        return values.in(values.layers().stream().map(layer -> fields(role, layer)).toList());
    }

    private Map<String, Object> fields(String role, Map<String, Object> fields) {
        try {
            return switch (governance.vet(Governance.VIEW, role, fields)) {
                case Verdict.Pass pass -> pass.payload();
                case Verdict.Block block -> withheld(block.reason());
            };
        } catch (RuntimeException _) { // whatever it says may quote a value
            return withheld("governance failed");
        }
    }

    private static Map<String, Object> withheld(String why) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("withheld", why);
        return fields;
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are objects
    private static Map<String, Object> asFields(Object content) {
        return (Map<String, Object>) content;
    }
}
