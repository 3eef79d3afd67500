package io.hmsbridge.testkit.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A real target, running on this machine, that a connector is tested against. All methods are called from many threads. */
public interface Counterpart extends AutoCloseable {

    /** A failure: the call is taken and never answered. */
    String SILENT = "silent";
    /** A failure: the call has its effect, then the connection is cut before the answer. */
    String CUT_AFTER_EFFECT = "cut after the effect";
    /** A failure: an answer that never ends. */
    String ENDLESS = "endless answer";
    /** A failure: an answer that says it is longer than any memory. */
    String HUGE = "huge answer";
    /** A failure: no connection is accepted. */
    String DOWN = "down";

    /** Settings that lead a connector here, as in YAML, every secret set, with a time-out of about half a second. */
    Map<String, Object> settings();

    /** The effects so far, in their order. */
    List<Effect> effects();

    /** The failures it can play, each with the outcomes that tell it rightly. */
    Map<String, Set<Outcome>> failures();

    /** Plays one of {@link #failures} until {@link #behave}. */
    void play(String failure) throws Exception;

    /** Is well again. */
    void behave() throws Exception;

    /** Content that it refuses for ever while it takes others, to be put among a batch. */
    Map<String, Object> poison();

    /** How many connections are open to it now. */
    int connections();

    @Override
    void close() throws Exception;
}
