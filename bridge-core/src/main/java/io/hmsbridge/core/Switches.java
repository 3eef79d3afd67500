package io.hmsbridge.core;

import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.NewAct;
import io.hmsbridge.core.ledger.Steering;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.Clock;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What people do to whole targets. Each act is in the ledger, with who and why, and holds in whatever process the target's lane runs:
 * at once in this one, in others once they are told, within milliseconds. Safe to use from many threads.
 *
 * <p>Every act throws {@link NoSuchElementException} if there is no such target, and answers empty if it was so already.
 */
public final class Switches {

    private final Outbox outbox;
    private final Clock clock;

    Switches(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Stops sending to a target; packets in flight come home.
     *
     * @param until when it goes on by itself; empty for not before it is told to
     * @throws ActRefusedException if that is past
     */
    public Optional<Act> pause(String target, Optional<Instant> until, By by) {
        until.ifPresent(this::requireAhead);
        return outbox.steer(target, new Steering.Pause(until), act("pause", target, until, by));
    }

    /** Lets a target go on as it is configured: neither paused nor opened. */
    public Optional<Act> resume(String target, By by) {
        return outbox.steer(target, new Steering.Resume(), act("resume", target, Optional.empty(), by));
    }

    /**
     * Sends to a target in spite of its windows.
     *
     * @param until when they count again
     * @throws ActRefusedException if that is past
     */
    public Optional<Act> open(String target, Instant until, By by) {
        requireAhead(until);
        return outbox.steer(target, new Steering.Open(until), act("open", target, Optional.of(until), by));
    }

    private void requireAhead(Instant until) {
        if (!until.isAfter(clock.instant())) {
            throw new ActRefusedException(ProblemCode.ACT_INVALID, "until: %s is past".formatted(until));
        }
    }

    private static NewAct act(String kind, String target, Optional<Instant> until, By by) {
        return new NewAct(by.who(), kind, by.why(), target + until.map(time -> " until " + time).orElse(""));
    }
}
