package io.hmsbridge.core.plugin;

import io.hmsbridge.core.plugin.JarFolder.Stamp;
import io.hmsbridge.core.plugin.LoadedPlugin.State;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file name in the plugins folder: what the file holds now, and the plugin it held before while that is still
 * needed.
 */
final class Slot {

    private Stamp stamp;
    private Candidate current;
    private Candidate lastGood;

    boolean holds(Stamp other) {
        return other.equals(stamp);
    }

    /**
     * Puts new content in. The active plugin that was here stays at hand until the new content has proven itself.
     *
     * @param newStamp what marks the content as seen, or null to have the file looked at again
     * @return what was here before and is no longer needed
     */
    Optional<Candidate> put(Stamp newStamp, Candidate candidate) {
        var before = Optional.ofNullable(current);
        if (current != null && current.is(State.ACTIVE)) {
            lastGood = current;
        }
        stamp = newStamp;
        current = candidate;
        return before.filter(c -> c != lastGood);
    }

    /** Has the file looked at afresh next time. */
    void forget() {
        stamp = null;
    }

    void drop(Candidate candidate) {
        if (candidate == lastGood) {
            lastGood = null;
        }
        if (candidate == current) {
            current = null;
            stamp = null;
        }
    }

    boolean contains(Candidate candidate) {
        return candidate == current || candidate == lastGood;
    }

    Optional<Candidate> current() {
        return Optional.ofNullable(current);
    }

    Optional<Candidate> lastGood() {
        return Optional.ofNullable(lastGood);
    }

    Stream<Candidate> all() {
        return Stream.of(Optional.ofNullable(current), Optional.ofNullable(lastGood)).flatMap(Optional::stream);
    }

    /** The plugins that this file can still offer. */
    Stream<Candidate> usable() {
        return all().filter(c -> !c.is(State.REFUSED) && (c == current || lastGoodStands()));
    }

    /**
     * The plugin of before counts until the new content works; a new version of the same plugin takes its place at
     * once.
     */
    private boolean lastGoodStands() {
        return current == null || current.is(State.REFUSED)
                || !current.is(State.ACTIVE) && !current.isPlugin(lastGood.jar().id());
    }
}
