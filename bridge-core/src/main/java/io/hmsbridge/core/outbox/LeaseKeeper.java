package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.Leases;
import io.hmsbridge.core.ledger.Leases.Standing;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.time.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process's leases: beats, takes the lanes that it should run, asks for them, and gives up those that others ask for, once
 * their packets in flight are home. Safe to use from many threads.
 */
final class LeaseKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    /** Beats in a term: some may be late or lost before the lease is. */
    private static final int BEATS = 5;

    /** A lane that is nobody's for so many beats is taken even by a process that is not meant to have it. */
    private static final int PATIENCE = 3;

    private final Leases leases;
    private final Timer timer;
    private final Supplier<Collection<Lane>> lanes;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Map<Integer, Integer> free = new HashMap<>();
    private final Set<Integer> giving = ConcurrentHashMap.newKeySet();
    private volatile Standing standing = new Standing(List.of(), List.of());
    private volatile boolean leaving;
    private volatile boolean closed;

    /** @param lanes all that this process knows */
    LeaseKeeper(Leases leases, Timer timer, Supplier<Collection<Lane>> lanes) {
        this.leases = leases;
        this.timer = timer;
        this.lanes = lanes;
    }

    /** From now on only prolongs what we have, until {@link #close} gives it up. */
    void leave() {
        leaving = true;
    }

    /** Beats from now on. */
    void start() {
        timer.after(interval(), this::beatOn);
    }

    private Duration interval() {
        return leases.term().dividedBy(BEATS);
    }

    private void beatOn() {
        try {
            beat();
        } finally {
            lanes.get().forEach(Lane::checkLease);
            timer.after(interval(), this::beatOn);
        }
    }

    /** Whether there are other processes. */
    boolean hasOthers() {
        return standing.nodes().size() > 1;
    }

    /** The process that has a lane; 0 if none has. */
    int owner(int target) {
        return standing.lanes().stream().filter(lane -> lane.target() == target)
                .mapToInt(lane -> lane.owner().orElse(0)).findFirst().orElse(0);
    }

    int node() {
        return leases.node();
    }

    /** Beats once, and does what follows from how all lanes stand. */
    void beat() {
        oneAtATime.lock();
        try {
            if (!closed) {
                beatLocked();
            }
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().log("leases are not prolonged: {}", e.getMessage());
        } finally {
            oneAtATime.unlock();
        }
    }

    private void beatLocked() {
        var known = new HashMap<Integer, Lane>();
        lanes.get().forEach(lane -> known.put(lane.target(), lane));
        long until = leaseFromNow();
        var now = leases.beat(known.values().stream().filter(Lane::isManned).map(Lane::target).toList());
        standing = now;
        var preferred = Sharing.of(now);
        for (var state : now.lanes()) {
            var lane = known.get(state.target());
            if (lane != null) {
                follow(lane, state, preferred.getOrDefault(state.target(), 0), until);
            }
        }
    }

    /** Until when nobody else takes what we have, if we beat now; a tenth less, for clocks do not run alike. */
    private long leaseFromNow() {
        return timer.nanos() + leases.term().toNanos() * 9 / 10;
    }

    private void follow(Lane lane, Leases.Lane state, int preferred, long until) {
        lane.follow(state.orders());
        boolean ours = state.owner().orElse(0) == leases.node() && state.epoch() == lane.tenancy().epoch();
        if (ours) {
            lane.tenancy().prolong(until);
            if (!leaving && (state.askedBy().isPresent() || !lane.isManned())) {
                give(lane);
            }
            return;
        }
        if (lane.tenancy().epoch() != 0) {
            LOG.atWarn().addKeyValue("target", lane.name()).log("lane lost: another process has it");
            lane.tenancy().lose();
        }
        if (leaving || !lane.isManned()) {
            return;
        }
        boolean nobodys = state.owner().isEmpty() || state.owner().getAsInt() == leases.node();
        int since = nobodys ? free.merge(lane.target(), 1, Integer::sum) : 0;
        if (!nobodys) {
            free.remove(lane.target());
            if (preferred == leases.node()) {
                leases.ask(lane.target());
            }
        } else if (preferred == leases.node() || since > PATIENCE) {
            take(lane);
        }
    }

    private void take(Lane lane) {
        long until = leaseFromNow();
        leases.take(lane.target()).ifPresent(epoch -> {
            free.remove(lane.target());
            try {
                lane.begin(epoch, until);
            } catch (RuntimeException e) {
                lane.tenancy().lose(epoch); // the next beat takes it again
                throw e;
            }
        });
    }

    /** Under which lease we have a lane, not while it is just being taken; 0 for none. */
    long epoch(Lane lane) {
        oneAtATime.lock();
        try {
            return lane.tenancy().epoch();
        } finally {
            oneAtATime.unlock();
        }
    }

    /**
     * Takes a lane of ours anew, whose order has changed: nothing may be under way in it. Does nothing if we do not have it under this
     * lease any more: what we have then was taken meanwhile, and packets may be out.
     */
    void renew(Lane lane, long epoch) {
        oneAtATime.lock();
        try {
            if (epoch != 0 && lane.tenancy().epoch() == epoch && !closed) {
                take(lane);
            } else {
                lane.unsettle();
            }
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("target", lane.name()).log("lane goes on in its former order: {}", e.getMessage());
            lane.unsettle();
        } finally {
            oneAtATime.unlock();
        }
    }

    /**
     * Takes a lane of ours anew because nobody knows what the outbox holds of it: a commit's answer was lost, and it may still land. It
     * cannot under the next epoch.
     */
    void retake(Lane lane) {
        long epoch = lane.tenancy().epoch();
        timer.soon(() -> retake(lane, epoch));
    }

    private void retake(Lane lane, long epoch) {
        try {
            if (lane.tenancy().epoch() != epoch || closed) {
                return;
            }
            if (!lane.settle(leases.term())) {
                lane.interrupt();
                lane.settle(Duration.ofSeconds(2)); // what is still out will be refused by its epoch, and is sent again
            }
            renew(lane, epoch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (lane.tenancy().epoch() == epoch) {
            timer.after(interval(), () -> retake(lane, epoch));
        }
    }

    private void give(Lane lane) {
        if (giving.add(lane.target())) {
            timer.soon(() -> {
                try {
                    giveUp(lane);
                } finally {
                    giving.remove(lane.target());
                }
            });
        }
    }

    private void giveUp(Lane lane) {
        try {
            long epoch = lane.tenancy().epoch();
            if (!lane.settle(leases.term())) {
                lane.interrupt();
                if (!lane.settle(Duration.ofSeconds(2))) {
                    lane.unsettle(); // still sending: nobody else may
                    return;
                }
            }
            lane.tenancy().lose();
            leases.release(lane.target(), epoch);
            LOG.atInfo().addKeyValue("target", lane.name()).log("lane given up to another process");
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("target", lane.name()).log("lane not given up: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A commit has shown that a lane is no longer ours. */
    void fenced(Lane lane, long epoch) {
        LOG.atWarn().addKeyValue("target", lane.name()).addKeyValue("epoch", epoch)
                .log("lane lost: another process has taken it over");
        lane.tenancy().lose(epoch);
        timer.soon(this::beat);
    }

    /** Gives up all lanes; nothing may be under way in them. */
    void close() {
        oneAtATime.lock();
        try {
            closed = true;
            for (var lane : lanes.get()) {
                long epoch = lane.tenancy().epoch();
                if (epoch != 0) {
                    lane.tenancy().lose();
                    leases.release(lane.target(), epoch);
                }
            }
        } catch (LedgerUnavailableException e) {
            LOG.debug("the others will notice that we have left when our leases run out", e);
        } finally {
            oneAtATime.unlock();
        }
    }
}
