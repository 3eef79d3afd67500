package io.hmsbridge.core;

import io.hmsbridge.core.ledger.CommitListener;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.mapping.SheetFolder;
import java.time.Duration;
import java.util.List;

/** Tells the sheets of the packets they have made, and hands on. */
record CountedPackets(SheetFolder sheets, CommitListener next) implements CommitListener {

    @Override
    public void appended(List<NewEvent> events, Duration took) {
        events.forEach(event -> event.packets().forEach(packet -> sheets.made(packet.sheet())));
        next.appended(events, took);
    }

    @Override
    public void recorded(List<Entry> entries, Duration took) {
        next.recorded(entries, took);
    }
}
