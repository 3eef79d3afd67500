package io.hmsbridge.server.cli;

import io.hmsbridge.api.Packet;
import io.hmsbridge.core.GovernanceBench;
import io.hmsbridge.core.GovernanceBench.Vetted;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetBench.Tried;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How a packet is shown that a sheet would make.
 *
 * @param vetted what governance does to its content; empty if it has none
 * @param request what its connector would send; empty if that is nothing, or not known
 */
record TriedText(Tried.Packet packet, Optional<Vetted> vetted, String request) {

    /** @param preview shows the request for a form and a content */
    static TriedText of(Tried.Packet packet, Governance governance, BiFunction<Packet.Form, Object, String> preview) {
        if (!(packet.result() instanceof Mapped.Result.Content(var form, var content, var sources))) {
            return new TriedText(packet, Optional.empty(), "");
        }
        var vetted = GovernanceBench.tryOut(governance, packet.target(), content, sources);
        return new TriedText(packet, Optional.of(vetted),
                vetted.blocked().isEmpty() ? preview.apply(form, vetted.content()) : "");
    }

    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("matched", true);
        fields.put("target", packet.target());
        fields.put("part", (long) packet.part());
        fields.put("key", packet.key());
        fields.put("shadow", packet.shadow());
        switch (packet.result()) {
            case Mapped.Result.Content(var form, _, _) -> {
                fields.put("form", form.name());
                Vetting.put(fields, vetted.orElseThrow());
            }
            case Mapped.Result.Unchanged(var why) -> {
                fields.put("state", "UNCHANGED");
                fields.put("detail", why);
            }
            case Mapped.Result.Failed(var why) -> {
                fields.put("state", "DEAD");
                fields.put("detail", why);
            }
        }
        fields.put("dropped", packet.dropped());
        if (!request.isEmpty()) {
            fields.put("request", request);
        }
        return fields;
    }

    String forPeople() {
        var head = packet.target() + (packet.part() == 0 ? "" : "." + packet.part()) + " (key " + packet.key()
                + (packet.shadow() ? ", a shadow: not sent" : "") + ") → ";
        return head + switch (packet.result()) {
            case Mapped.Result.Content(var form, _, _) -> forPeople(form, vetted.orElseThrow());
            case Mapped.Result.Unchanged(var why) -> "UNCHANGED: " + why;
            case Mapped.Result.Failed(var why) -> "DEAD: " + why;
        };
    }

    private String forPeople(Packet.Form form, Vetted content) {
        if (!content.blocked().isEmpty()) {
            return Vetting.forPeople(content);
        }
        return ExactJson.writeString(content.content()) + (form == Packet.Form.FIELDS ? "" : "  " + form)
                + Vetting.notes(content)
                + (packet.dropped().isEmpty() ? "" : "\n  not in it: " + String.join(", ", packet.dropped()))
                + (request.isEmpty() ? "" : "\n  the request:\n" + request.strip().indent(4).stripTrailing());
    }
}
