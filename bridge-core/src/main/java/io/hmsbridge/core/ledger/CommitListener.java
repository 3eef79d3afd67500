package io.hmsbridge.core.ledger;

import java.time.Duration;
import java.util.List;

/**
 * Is told of what was just committed, so that it can be counted. Called by the committing threads, one call at a time for each
 * method: an implementation is quick, and what it throws is logged and has no effect.
 */
public interface CommitListener {

    /** Counts nothing. */
    CommitListener NONE = new CommitListener() {
        @Override
        public void appended(List<NewEvent> events, Duration took) {
            // nothing is counted
        }

        @Override
        public void recorded(List<Entry> entries, Duration took) {
            // nothing is counted
        }
    };

    /** One commit took in these events. */
    void appended(List<NewEvent> events, Duration took);

    /** One commit recorded what lanes did. */
    void recorded(List<Entry> entries, Duration took);
}
