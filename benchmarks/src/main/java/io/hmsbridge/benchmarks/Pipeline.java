package io.hmsbridge.benchmarks;

import java.sql.SQLException;

/** A way of bringing events to the sink, each durable first and recorded afterwards. Used by one thread. */
interface Pipeline extends AutoCloseable {

    /** Emitted and not yet committed, at most: far from where the bridge would refuse more. */
    int UNCOMMITTED = 5_000;

    /** Who is told what becomes of events. Called from many threads, and in the way of the events: must be quick. */
    interface Witness {

        /** The sink has answered 2xx for one packet of this event. */
        void delivered(long event);

        /** That one packet of this event was delivered is committed; told only while {@link #watch} is open. */
        void recorded(long event);
    }

    /** Ends when closed. */
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Hands over the events from {@code first} on, in one call. Returns without waiting for their commit, unless very many
     * wait for theirs already.
     */
    void emit(long first, int count) throws InterruptedException;

    /** Returns once all that was handed over is committed. */
    void awaitCommits() throws InterruptedException;

    /** Tells the witness of what is recorded, until what is returned is closed. */
    Watch watch();

    /** @throws IllegalStateException if it came to a stop, saying why */
    void check();

    /** Whether nothing waits for delivery; of targets that never answer, nothing is asked. */
    boolean isEmpty() throws SQLException;

    /** How many deliveries the ledger holds. */
    long deliveries() throws SQLException;

    @Override
    void close() throws SQLException;
}
