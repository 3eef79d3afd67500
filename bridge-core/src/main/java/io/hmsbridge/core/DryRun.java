package io.hmsbridge.core;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.ledger.RecordedEvents;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.mapping.SheetFolder;
import io.hmsbridge.core.mapping.SheetReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What would become of events, by the sheets in force or by others. Nothing is accepted, and nothing sent.
 *
 * @param previews shows the request of a packet
 */
record DryRun(SheetFolder sheets, Accepting accepting, RecordedEvents recorded, Preview previews) {

    /** An event may make a thousand packets, and nobody reads as many requests. */
    private static final int MOST_PREVIEWS = 20;

    /** Shows the request that a connector would make. */
    interface Preview {
        String of(Event event, TriedPacket packet);
    }

    List<TriedPacket> of(Event event) {
        return previewed(event,
                sheets.tryOut(event).stream().flatMap(tried -> vetted(tried).stream()).toList());
    }

    List<TriedPacket> of(SheetReader.Reading sheet, Event event) {
        return previewed(event, vetted(SheetBench.tryOut(sheet, event)));
    }

    private List<TriedPacket> vetted(SheetBench.Tried tried) {
        return tried.packets().stream().map(packet -> accepting.tryOut(tried, packet)).toList();
    }

    private List<TriedPacket> previewed(Event event, List<TriedPacket> packets) {
        var left = new AtomicInteger(MOST_PREVIEWS);
        return packets.stream().map(packet -> packet.hasContent() && left.getAndDecrement() > 0
                ? packet.with(previews.of(event, packet)) : packet).toList();
    }

    Comparison compare(SheetReader.Reading old, SheetReader.Reading fresh, Comparison.Query query) {
        var comparing = new Comparing(event -> vetted(SheetBench.tryOut(old, event)),
                event -> vetted(SheetBench.tryOut(fresh, event)), query);
        var last = recorded.read(query.numbers(), query.from(), query.to(), Comparing.MOST_EVENTS, comparing::read);
        return comparing.result(SheetBench.changes(old, fresh), last);
    }
}
