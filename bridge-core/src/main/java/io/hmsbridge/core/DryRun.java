package io.hmsbridge.core;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.ledger.RecordedEvents;
import io.hmsbridge.core.mapping.SheetBench;
import io.hmsbridge.core.mapping.SheetFolder;
import io.hmsbridge.core.mapping.SheetReader;
import java.util.List;

/** What would become of events, by the sheets in force or by others. Nothing is accepted, and nothing sent. */
record DryRun(SheetFolder sheets, Accepting accepting, RecordedEvents recorded) {

    List<TriedPacket> of(Event event) {
        return sheets.tryOut(event).stream().flatMap(tried -> vetted(tried).stream()).toList();
    }

    List<TriedPacket> of(SheetReader.Reading sheet, Event event) {
        return vetted(SheetBench.tryOut(sheet, event));
    }

    private List<TriedPacket> vetted(SheetBench.Tried tried) {
        return tried.packets().stream().map(packet -> accepting.tryOut(tried, packet)).toList();
    }

    Comparison compare(SheetReader.Reading old, SheetReader.Reading fresh, Comparison.Query query) {
        var comparing = new Comparing(event -> of(old, event), event -> of(fresh, event), query);
        var last = recorded.read(query.numbers(), query.from(), query.to(), Comparing.MOST_EVENTS, comparing::read);
        return comparing.result(SheetBench.changes(old, fresh), last);
    }
}
