package io.hmsbridge.core;

import io.hmsbridge.core.ledger.Deadlines;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.outbox.LaneStatus;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.problem.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of deadlines: when it is to be expected that one will be missed, by what waits, how fast it goes, and from when on it
 * may; and when one was. It looks twice a second while there are any, else every ten.
 */
final class DeadlineWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlineWatch.class);

    private static final long LOOK = 500;
    private static final int IDLE_LOOKS = 20;

    /** A standstill of which nobody knows the end is expected to last so long. */
    private static final Duration STANDSTILL = Duration.ofMinutes(15);

    private record Pace(long attempts, long nanos) {}

    private final Ledger ledger;
    private final Outbox outbox;
    private final Clock clock;
    private final Semaphore end = new Semaphore(0);
    private final Map<String, Pace> paces = new HashMap<>();
    private final Thread thread;
    private volatile boolean any = true;

    DeadlineWatch(Ledger ledger, Outbox outbox, Clock clock) {
        this.ledger = ledger;
        this.outbox = outbox;
        this.clock = clock;
        thread = Thread.ofVirtual().name("bridge-deadlines").start(this::run);
    }

    /** A packet with a deadline was accepted. */
    void notice() {
        any = true;
    }

    private void run() {
        try {
            for (int idle = 0; !end.tryAcquire(LOOK, TimeUnit.MILLISECONDS); idle++) {
                if (any || idle >= IDLE_LOOKS) {
                    idle = 0;
                    lookAgain();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAgain() {
        try {
            any = false; // what is noticed while we look counts
            any |= look();
        } catch (LedgerUnavailableException e) {
            any = true;
            LOG.atWarn().log("deadlines are not looked at: {}", e.getMessage());
        } catch (RuntimeException e) { // no fault may end the looking
            any = true;
            LOG.atError().setCause(e).log("deadlines could not be looked at; they are again");
        }
    }

    /** Returns whether there are any. */
    private boolean look() {
        ledger.deadlines().settle(clock.instant()).forEach(DeadlineWatch::missed);
        var standing = ledger.deadlines().standing();
        if (standing.isEmpty()) {
            return false;
        }
        var waiting = ledger.backlog().stream().filter(b -> !b.state().isTerminal()).collect(
                Collectors.groupingBy(Ledger.Backlog::target, Collectors.summingLong(Ledger.Backlog::packets)));
        for (var lane : outbox.lanes()) {
            var name = lane.target().name();
            if (isOurs(lane) && standing.containsKey(name)) {
                ledger.deadlines().expect(name, expected(lane, waiting.getOrDefault(name, 0L)))
                        .ifPresent(found -> endangered(found, lane));
            }
        }
        return true;
    }

    /** One that runs nowhere is everyone's. */
    private static boolean isOurs(LaneStatus lane) {
        return switch (lane.target().state()) {
            case RUNNING, CLOSED, PAUSED, WAITING -> true;
            case ELSEWHERE -> false;
        };
    }

    /** When all that waits will have gone, by all that is known. */
    private Instant expected(LaneStatus lane, long waiting) {
        var now = clock.instant();
        long nanos = System.nanoTime();
        var before = paces.put(lane.target().name(), new Pace(lane.attempts(), nanos));
        var opens = lane.isHere() ? lane.opens().orElse(now.plus(STANDSTILL)) : now.plus(STANDSTILL);
        if (before == null || waiting == 0 || lane.attempts() == before.attempts) {
            return opens; // it is not known how fast it goes
        }
        double each = (double) (nanos - before.nanos) / (lane.attempts() - before.attempts);
        return opens.plusNanos((long) Math.min(each * waiting, (double) TimeUnit.DAYS.toNanos(365)));
    }

    private static void missed(Deadlines.Found found) {
        LOG.atError().addKeyValue("target", found.target())
                .log("{} packets were to be delivered by {} and wait still, one of event {} [{}]", found.packets(),
                        found.first(), found.event(), ProblemCode.DEADLINE_MISSED.code());
    }

    private static void endangered(Deadlines.Found found, LaneStatus lane) {
        var why = lane.target().reason();
        LOG.atWarn().addKeyValue("target", found.target())
                .log("{} packets will not be delivered by {}, one of event {}: {} [{}]", found.packets(),
                        found.first(), found.event(), why.isEmpty() ? "too many wait before them" : why,
                        ProblemCode.DEADLINE_ENDANGERED.code());
    }

    @Override
    public void close() {
        end.release();
        try {
            var _ = thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
