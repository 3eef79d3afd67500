package io.hmsbridge.core.ledger;

import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets which ids were accepted, a whole slot at a time, when all of them are older than the window. */
final class SeenSlots implements Housekeeper.Chore {

    private static final Logger LOG = LoggerFactory.getLogger(SeenSlots.class);

    private final Duration window;

    SeenSlots(Duration window) {
        this.window = window;
    }

    @Override
    public void run(Handle handle) {
        if (handle.createQuery("select turn_seen(:window)").bind("window", window.toMillis()).mapTo(boolean.class)
                .one()) {
            LOG.info("ids older than {} days are forgotten", window.toDays());
        }
    }
}
