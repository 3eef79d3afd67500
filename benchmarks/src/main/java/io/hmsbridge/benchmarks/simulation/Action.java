package io.hmsbridge.benchmarks.simulation;

import java.util.Set;

/** Something that is done to the bridge, in milliseconds after the beginning. */
sealed interface Action {

    int at();

    /**
     * A client emits an event of a key, about some fields. It does so again until it is answered.
     *
     * @param later how long after it is emitted first its packets are due; 0 for at once
     */
    record Emit(int at, int server, String id, String key, Set<String> fields, long value, int later)
            implements Action {

        Emit(int at, int server, String id, String key, Set<String> fields, long value) {
            this(at, server, id, key, fields, value, 0);
        }

        Emit later(int millis) {
            return new Emit(at, server, id, key, fields, value, millis);
        }
    }

    /** Another client emits an event of an id that was there before, with the same body or another one. */
    record EmitAgain(int at, int server, String id, boolean sameBody) implements Action {}

    /** A process dies after so many more steps, and is started again after a while. */
    record Crash(int at, int server, int steps, int down) implements Action {}

    /** A process is stopped in order, and started again after a while. */
    record Stop(int at, int server, int down) implements Action {}

    /** A process does not reach the database for a while. */
    record Cut(int at, int server, int time) implements Action {}

    /** A commit's answer is lost. */
    record Doubt(int at, int server) implements Action {}

    record Become(int at, String target, Mood mood) implements Action {}

    record Pause(int at, int server, String target) implements Action {}

    record Resume(int at, int server, String target) implements Action {}

    /** From now on a target has windows that are shut at times, in all processes. */
    record Shut(int at, String target) implements Action {}

    /** An operator lets packets go in spite of the windows. */
    record Open(int at, int server, String target, int time) implements Action {}

    /** The connector's plugin is replaced. */
    record Swap(int at, int server) implements Action {}

    /** Targets are declared otherwise. */
    record Reload(int at, int variant) implements Action {}

    /** An operator requeues all that is dead. */
    record Requeue(int at, int server) implements Action {}

    /** An operator gives up a packet, whatever its state. */
    record Discard(int at, int server, int which) implements Action {}

    /** An operator gives a packet, whatever its state, to the next target. */
    record Redirect(int at, int server, int which) implements Action {}

    /**
     * An operator gives a packet that waits for its effective date another one.
     *
     * @param later so long from now; negative to give it up
     */
    record Reschedule(int at, int server, int which, int later) implements Action {}

    /** What a target has got is sent again, under the same idempotency keys or, forced, under new ones. */
    record Replay(int at, int server, String target) implements Action {

        boolean isForced() {
            return at % 3 == 0; // not drawn: all else that a seed gives stays as it was
        }
    }
}
