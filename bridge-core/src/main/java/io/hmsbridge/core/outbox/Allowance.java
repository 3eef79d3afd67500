package io.hmsbridge.core.outbox;

import io.hmsbridge.core.time.Timer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a lane may send by its limits: by its own, and by those that it shares with others. Guarded by the lane's lock. */
final class Allowance {

    private static final Logger LOG = LoggerFactory.getLogger(Allowance.class);

    private final Lane lane;
    private final Timer timer;
    private final Pacer pacer;
    private final Optional<Share> share;
    private boolean inLine;

    Allowance(Lane lane, Limits limits, Shares shares, Timer timer) {
        this.lane = lane;
        this.timer = timer;
        pacer = new Pacer(limits.rate(), timer.nanos());
        share = shares.of(limits);
    }

    /** For how many nanoseconds the lane by itself may send nothing. */
    long pause(long now) {
        return pacer.pause(now);
    }

    /** As {@link Share#enter}. */
    long enter(long now) {
        if (share.isEmpty()) {
            return 0;
        }
        long turn = share.get().enter(lane, now);
        inLine = turn > 0;
        return turn;
    }

    /** The lane does not wait for others. */
    void leave() {
        if (inLine) {
            inLine = false;
            share.get().leave(lane);
        }
    }

    /** So many packets go in one call, which has been let in. */
    void pass(int packets, long now) {
        pacer.pass(packets, now);
        if (share.isPresent()) {
            share.get().pass(packets, now);
        }
    }

    /** A call that was let in has ended, or is not made. */
    void back() {
        if (share.isPresent()) {
            share.get().back();
        }
    }

    /** Who asks for a pause was sent too much: it goes slower from now on, for all who share these limits. */
    void heed(Sender.Pause pause) {
        if (share.isPresent()) {
            share.get().heed(pause);
            return;
        }
        pacer.slowDown(pause.atMost(), timer.nanos()).ifPresent(rate -> LOG.atInfo()
                .addKeyValue("target", lane.name()).log("the target wants less: {}/s for a while", rate));
    }

    /** To how many packets a second they are slowed down, with all that share their limits; 0 if they are not. */
    double slowedTo() {
        return share.map(Share::slowedTo).orElseGet(() -> pacer.slowedTo(timer.nanos()));
    }

    /** Why others let nothing go, or empty. */
    String standstill() {
        return share.map(Share::standstill).orElse("");
    }
}
