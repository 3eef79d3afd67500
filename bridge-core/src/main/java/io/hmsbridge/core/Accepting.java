package io.hmsbridge.core;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.core.calendar.Moments;
import io.hmsbridge.core.event.AcceptedEvent;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.NewPacket.Fate;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.Remapping;
import io.hmsbridge.core.ledger.ReplayWriter.Ways;
import io.hmsbridge.core.ledger.Vetting;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.mapping.SheetFolder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to an event before it is durable: accept, map, vet. */
record Accepting(SheetFolder sheets, Governance governance, Clock clock) implements Vetting, Remapping {

    private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);
    private static final Fate QUEUE = new Fate.Queue();

    /** Extensions by which an event says from when on it is to take effect. */
    private static final List<String> EFFECTIVE = List.of("effectiveat", "deliverafter");

    NewEvent accept(Event event) {
        var accepted = AcceptedEvent.of(event);
        return new NewEvent(event, accepted.data(), accepted.bodyHash(), map(event));
    }

    @Override
    public List<NewPacket> map(Event event) {
        var effective = effective(event);
        return sheets.map(event).stream().map(mapped -> vet(mapped, effective)).toList();
    }

    /** From when on its packets may go, as the event itself says; empty for at once. */
    private static Optional<Instant> effective(Event event) {
        if (event.extensions().isEmpty()) {
            return Optional.empty();
        }
        return EFFECTIVE.stream().filter(event.extensions()::containsKey).findFirst().map(name -> {
            try {
                return Moments.parse(String.valueOf(event.extensions().get(name)), ZoneOffset.UTC);
            } catch (IllegalArgumentException e) {
                throw new EventRefusedException(name + ": " + e.getMessage(), e);
            }
        });
    }

    /** What would become of a packet if its event came now. */
    TriedPacket tryOut(SheetBench.Tried tried, SheetBench.Tried.Packet packet) {
        var made =
                vet(new Mapped(0, packet.target(), 0, packet.part(), packet.key(), packet.shadow(),
                        packet.effective(), packet.result()), Optional.empty());
        var before = packet.result() instanceof Mapped.Result.Content content ? content.content() : Map.of();
        return switch (made.fate()) {
            case Fate.Queue(var note) ->
                    new TriedPacket(tried.sheet(), tried.version(), packet, "QUEUED", made.form(), made.content(),
                            note, !made.content().equals(before));
            case Fate.Schedule(var due) ->
                    new TriedPacket(tried.sheet(), tried.version(), packet, "SCHEDULED", made.form(), made.content(),
                            "until " + due, !made.content().equals(before));
            case Fate.End(var outcome, var detail) ->
                    new TriedPacket(tried.sheet(), tried.version(), packet, outcome.name(),
                            made.form(), made.content(), detail, packet.shadow() && !made.content().equals(before));
        };
    }

    private NewPacket vet(Mapped mapped, Optional<Instant> effective) {
        return switch (mapped.result()) {
            case Mapped.Result.Unchanged(var why) -> ended(mapped, Outcome.UNCHANGED, why);
            case Mapped.Result.Failed(var why) -> ended(mapped, Outcome.DEAD, why);
            case Mapped.Result.Content(var form, List<?> operations) when form == Form.JSON_PATCH ->
                    vet(mapped, operations, effective);
            case Mapped.Result.Content content -> switch (vet(mapped.targetName(), fields(content))) {
                case Vetted.Passed passed ->
                        packet(mapped, content.form(), passed.content(), passed.content().json(),
                                fate(mapped, effective));
                case Vetted.Blocked blocked -> ended(mapped, Outcome.BLOCKED, blocked.reason());
            };
        };
    }

    /** How packets are made now, for those that are sent again. */
    Ways ways() {
        return new Ways(this, governance.equals(Governance.ALLOW_ALL) ? Optional.empty() : Optional.of(this));
    }

    /** The values of a JSON Patch are vetted under their places; what is dropped is not done. */
    private NewPacket vet(Mapped mapped, List<?> operations, Optional<Instant> effective) {
        return switch (vet(mapped.targetName(), PatchValues.of(operations))) {
            case Vetted.Passed passed -> {
                var vetted = PatchValues.in(operations, passed.content());
                yield vetted.isEmpty() ? ended(mapped, Outcome.BLOCKED, "governance dropped every field")
                        : packet(mapped, Form.JSON_PATCH, vetted, ExactJson.write(vetted),
                                fate(mapped, effective));
            }
            case Vetted.Blocked blocked -> ended(mapped, Outcome.BLOCKED, blocked.reason());
        };
    }

    @SuppressWarnings("unchecked") // the forms but JSON_PATCH are maps
    private static Map<String, Object> fields(Mapped.Result.Content content) {
        return (Map<String, Object>) content.content();
    }

    /** What could not be vetted must not leave. */
    @Override
    public Vetted vet(String target, Map<String, Object> content) {
        try {
            return switch (governance.vet(Governance.EXTERNAL_SYNC, target, content)) {
                case Governance.Verdict.Pass pass -> new Vetted.Passed(WrittenMap.of(pass.payload()));
                case Governance.Verdict.Block block -> new Vetted.Blocked(block.reason());
            };
        } catch (RuntimeException e) {
            var at = Arrays.stream(e.getStackTrace()).findFirst().map(StackTraceElement::toString).orElse("");
            // without the exception's own text, which may quote the payload
            LOG.atError().addKeyValue("target", target).addKeyValue("error", e.getClass().getName())
                    .addKeyValue("at", at).log("governance failed; the packet is blocked");
            return new Vetted.Blocked("governance failed: " + e.getClass().getSimpleName());
        }
    }

    /**
     * What is only a shadow is kept as it would have been sent.
     *
     * @param effective as the event says it, unless the sheet does
     */
    private Fate fate(Mapped mapped, Optional<Instant> effective) {
        if (mapped.shadow()) {
            return new Fate.End(Outcome.UNCHANGED, "shadow: vetted, and not sent");
        }
        var due = mapped.effective().or(() -> effective);
        if (due.isEmpty()) {
            return QUEUE;
        }
        return due.get().isAfter(clock.instant()) ? new Fate.Schedule(due.get())
                : new Fate.Queue("effective since %s: due at once".formatted(due.get()));
    }

    private static NewPacket ended(Mapped mapped, Outcome outcome, String why) {
        var nothing = WrittenMap.of(Map.of());
        return packet(mapped, Form.FIELDS, nothing, nothing.json(), new Fate.End(outcome, why));
    }

    private static NewPacket packet(Mapped mapped, Form form, Object content, byte[] json, Fate fate) {
        return new NewPacket(mapped.target(), mapped.targetName(), mapped.part(), mapped.key(), form, content, json,
                mapped.sheet(), 0, fate);
    }
}
