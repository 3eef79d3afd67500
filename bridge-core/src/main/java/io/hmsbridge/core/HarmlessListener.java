package io.hmsbridge.core;

import io.hmsbridge.core.ledger.CommitListener;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.NewEvent;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever counts must not harm what is counted. */
record HarmlessListener(CommitListener listener) implements CommitListener {

    private static final Logger LOG = LoggerFactory.getLogger(HarmlessListener.class);

    @Override
    public void appended(List<NewEvent> events, Duration took) {
        harmless(() -> listener.appended(events, took));
    }

    @Override
    public void recorded(List<Entry> entries, Duration took) {
        harmless(() -> listener.recorded(entries, took));
    }

    private static void harmless(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.warn("a commit was not counted", e);
        }
    }
}
