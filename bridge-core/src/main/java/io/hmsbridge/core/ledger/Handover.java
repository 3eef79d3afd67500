package io.hmsbridge.core.ledger;

import java.util.List;

/** Is told of what a writer queues, by one thread, in the order of its commits. */
public interface Handover {

    /** A commit is about to be tried; what it queues will have these sequences. One of the other calls follows. */
    void expect(Span sequences);

    /**
     * The commit is durable.
     *
     * @param packets what it queued, in order
     * @param news other writers have queued packets that were not looked for yet; some may have been accepted before these
     */
    void queued(List<Queued> packets, boolean news);

    /** The commit did not happen. */
    void withdrawn();

    /** Nobody knows whether the commit happened or will: its packets are to be looked for. */
    void doubtful(Span sequences);

    /**
     * An event was accepted before, with this number, and is about to be answered as such: if that was in doubt, it is no longer, and its
     * packets go before those of all that is accepted from now on.
     */
    void recognised(long number);
}
