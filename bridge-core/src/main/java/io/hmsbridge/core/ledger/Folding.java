package io.hmsbridge.core.ledger;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Folds packets of one key that wait behind each other into one, so that no field is lost (promise 5): those that the newest covers
 * end, and where it does not cover all of them, a new revision of it does. Safe to use from many threads.
 */
public interface Folding {

    /**
     * Tells of the packets of a lane that wait behind each other, and those behind which they do, key by key and in order. They come
     * as they are read: there may be millions.
     *
     * @param keys of which keys; null for all
     */
    void waiting(int target, Collection<Long> keys, Consumer<Standing> each);

    /**
     * Folds those that are still there, in one commit.
     *
     * @param places in order within each stretch
     * @throws FencedException if the lane is not ours under this epoch
     */
    Folded fold(int target, String name, long epoch, List<Foldable> places);

    /** Where a packet stands that others of its key wait with. */
    record Standing(Position position, long keyHash) {}

    /**
     * A packet that is out, and what governance has come to make of it.
     *
     * @param vetted less than it is, or blocked
     */
    record Tightened(Queued packet, Vetting.Vetted vetted) {}

    /**
     * Makes new revisions of packets of one lane, in their places and in one commit.
     *
     * @return the revisions, in order; those that are blocked have no content
     * @throws FencedException if the lane is not ours under this epoch
     * @throws RowGoneException if one of them is no longer there
     */
    List<Queued> tighten(long epoch, List<Tightened> packets);

    /**
     * A packet that is to be folded.
     *
     * @param stretch what it may be folded with: nothing that may have gone to the target, or will go there, stands in between
     */
    record Foldable(Position position, int stretch) {}

    /**
     * What came of it.
     *
     * @param covered packets that have ended, without their contents
     * @param revised packets with new contents, in the places of those that they are revisions of
     */
    record Folded(List<Entry> covered, List<Queued> revised) {

        /** Nothing was to be folded any more. */
        public static final Folded NOTHING = new Folded(List.of(), List.of());
    }
}
