package io.hmsbridge.core;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.event.AcceptedEvent;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.NewPacket.Fate;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.Remapping;
import io.hmsbridge.core.ledger.ReplayWriter.Ways;
import io.hmsbridge.core.ledger.Vetting;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetFolder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to an event before it is durable: accept, map, vet. */
record Accepting(SheetFolder sheets, Governance governance) implements Vetting, Remapping {

    private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);
    private static final Fate QUEUE = new Fate.Queue();

    NewEvent accept(Event event) {
        var accepted = AcceptedEvent.of(event);
        return new NewEvent(event, accepted.data(), accepted.bodyHash(), map(event));
    }

    @Override
    public List<NewPacket> map(Event event) {
        return sheets.map(event).stream().map(this::vet).toList();
    }

    private NewPacket vet(Mapped mapped) {
        if (mapped.fields().isEmpty()) {
            return packet(mapped, WrittenMap.of(Map.of()), new Fate.End(Outcome.UNCHANGED, mapped.detail()));
        }
        return switch (vet(mapped.targetName(), mapped.fields())) {
            case Vetted.Passed passed -> packet(mapped, passed.content(), QUEUE);
            case Vetted.Blocked blocked ->
                    packet(mapped, WrittenMap.of(Map.of()), new Fate.End(Outcome.BLOCKED, blocked.reason()));
        };
    }

    /** How packets are made now, for those that are sent again. */
    Ways ways() {
        return new Ways(this, governance.equals(Governance.ALLOW_ALL) ? Optional.empty() : Optional.of(this));
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
            LOG.atError().addKeyValue("target", target).setCause(e).log("governance failed; the packet is blocked");
            return new Vetted.Blocked("governance failed: " + e.getClass().getSimpleName());
        }
    }

    private static NewPacket packet(Mapped mapped, WrittenMap written, Fate fate) {
        return new NewPacket(mapped.target(), mapped.targetName(), 0, mapped.key(), Packet.Form.FIELDS, written,
                written.json(), mapped.sheet(), 0, fate);
    }
}
