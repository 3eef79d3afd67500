package io.hmsbridge.core;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet.Form;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.calendar.Moments;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.event.AcceptedEvent;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.BlockedPackets;
import io.hmsbridge.core.ledger.Governed;
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
import io.hmsbridge.core.trace.Tracing;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to an event before it is durable: accept, map, vet.
 *
 * @param windows those of a target
 */
record Accepting(SheetFolder sheets, SheetVersions versions, Vetter vetter, Clock clock,
        Function<String, Windows> windows)
        implements Remapping, BlockedPackets.Remaking {

    private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);
    private static final Fate QUEUE = new Fate.Queue();

    /** Extensions by which an event says from when on it is to take effect. */
    private static final List<String> EFFECTIVE = List.of("effectiveat", "deliverafter");

    NewEvent accept(Event event, Tracing.Emitting trace) {
        var accepted = AcceptedEvent.of(event);
        var effective = effective(event);
        List<Mapped> mapped;
        try (var _ = trace.step("map")) {
            mapped = sheets.map(event);
        }
        List<NewPacket> packets;
        try (var _ = trace.step("vet")) {
            packets = mapped.stream().map(one -> vet(one, Set.of(), effective)).toList();
        }
        return new NewEvent(trace.carried(event), accepted.data(), accepted.bodyHash(), packets);
    }

    /** Leaves a line for each packet that governance has blocked: class, field and rule, never a value. */
    void log(long number, NewEvent accepted) {
        for (var packet : accepted.packets()) {
            if (packet.fate() instanceof Fate.End(var outcome, var why) && outcome == Outcome.BLOCKED) {
                LOG.atInfo().addKeyValue("packet", new PacketId(number, packet.targetName(), packet.part(), 0))
                        .addKeyValue("policy", packet.governed().policy()).log("blocked by governance: {}", why);
            }
        }
    }

    @Override
    public List<NewPacket> map(Event event) {
        var effective = effective(event);
        return sheets.map(event).stream().map(mapped -> vet(mapped, Set.of(), effective)).toList();
    }

    @Override
    public Optional<NewPacket> again(Event event, int sheet, String target, int part, Set<String> released) {
        try {
            return sheets.map(event, versions.sheet(sheet), sheet).stream()
                    .filter(mapped -> mapped.targetName().equals(target) && mapped.part() == part).findFirst()
                    .map(mapped -> vet(mapped, released, effective(event)));
        } catch (IllegalStateException _) {
            return Optional.empty(); // that version is no longer readable
        }
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
        var made = vet(
                new Mapped(0, packet.target(), 0, packet.part(), packet.key(), packet.shadow(), packet.timing(),
                        packet.result()),
                Set.of(), Optional.empty());
        var before = packet.result() instanceof Mapped.Result.Content content ? content.content() : Map.of();
        boolean changed = !made.content().equals(before);
        return switch (made.fate()) {
            case Fate.Queue(var note) -> new TriedPacket(tried.sheet(), tried.version(), packet, "QUEUED", made.form(),
                    made.content(), note, changed, made.governed(), "");
            case Fate.Schedule(var due) -> new TriedPacket(tried.sheet(), tried.version(), packet, "SCHEDULED",
                    made.form(), made.content(), "until " + due, changed, made.governed(), "");
            case Fate.End(var outcome, var detail) -> new TriedPacket(tried.sheet(), tried.version(), packet,
                    outcome.name(), made.form(), made.content(), detail, packet.shadow() && changed, made.governed(),
                    "");
        };
    }

    /** How packets are made now, for those that are sent again. */
    Ways ways() {
        return new Ways(this, vetter.isIdle() ? Optional.empty() : Optional.of(vetter));
    }

    private NewPacket vet(Mapped mapped, Set<String> released, Optional<Instant> effective) {
        return switch (mapped.result()) {
            case Mapped.Result.Unchanged(var why) -> ended(mapped, Outcome.UNCHANGED, why);
            case Mapped.Result.Failed(var why) -> ended(mapped, Outcome.DEAD, why);
            case Mapped.Result.Content(var form, var content, var sources) -> switch (vetter.vet(
                    new Vetting.Asked(mapped.targetName(), mapped.key(), form, content, released,
                            new Vetting.Sources.Known(sources)))) {
                case Vetting.Vetted.Passed(var key, var passed, var json, var governed) ->
                        passed(mapped, key, form, passed, json, governed, fate(mapped, effective));
                case Vetting.Vetted.Blocked(var key, var why, var governed) ->
                        ended(mapped, key, governed, Outcome.BLOCKED, why);
            };
        };
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
        var due = mapped.timing().effective().or(() -> effective);
        if (due.isEmpty()) {
            return QUEUE;
        }
        return due.get().isAfter(clock.instant()) ? new Fate.Schedule(due.get())
                : new Fate.Queue("effective since %s: due at once".formatted(due.get()));
    }

    /** What could not be mapped is told with a reason that may quote a value. */
    private NewPacket ended(Mapped mapped, Outcome outcome, String why) {
        var discretion = vetter.discretion();
        return ended(mapped, discretion.name(mapped.targetName(), mapped.key()), Governed.NONE, outcome,
                discretion.told(mapped.targetName(), why));
    }

    private static NewPacket ended(Mapped mapped, String key, Governed governed, Outcome outcome, String why) {
        var nothing = WrittenMap.of(Map.of());
        return packet(mapped, key, Form.FIELDS, nothing, nothing.json(), governed, Optional.empty(),
                new Fate.End(outcome, why));
    }

    private NewPacket passed(Mapped mapped, String key, Form form, Object content, byte[] json, Governed governed,
            Fate fate) {
        var deliverBy = fate instanceof Fate.End ? Optional.<Instant>empty() : mapped.timing().deadline().map(
                deadline -> deadline.after(fate instanceof Fate.Schedule(var due) ? due : clock.instant(),
                        moment -> windows.apply(mapped.targetName()).isHoliday(moment)));
        return packet(mapped, key, form, content, json, governed, deliverBy, fate);
    }

    private static NewPacket packet(Mapped mapped, String key, Form form, Object content, byte[] json,
            Governed governed, Optional<Instant> deliverBy, Fate fate) {
        return new NewPacket(mapped.target(), mapped.targetName(), mapped.part(), key, form, content, json,
                mapped.sheet(), governed, deliverBy, fate);
    }
}
