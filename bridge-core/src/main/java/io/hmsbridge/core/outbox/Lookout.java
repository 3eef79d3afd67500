package io.hmsbridge.core.outbox;

import io.hmsbridge.api.Health;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.time.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an eye on one lane's target: holds its packets while it is asleep or asked for a pause, and asks its probe until it is
 * back. All methods but {@link #lookNow} are called under the lane's lock.
 */
final class Lookout {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final String target;
    private final Timer timer;
    private final Lock lock;
    private final BooleanSupplier mayAsk;
    private final Runnable onBack;
    private Breaker breaker = new Breaker();
    private Crew crew;
    private boolean looking;
    /** It was time to ask the probe, and nothing may be asked. */
    private boolean silent;
    private String pauseReason = "";
    private long pausedUntil;

    /**
     * @param mayAsk asked under the lane's lock whether the target may be asked anything at present: outside of its windows it may not
     * @param onBack called under the lane's lock when packets may go again
     */
    Lookout(String target, Timer timer, Lock lock, BooleanSupplier mayAsk, Runnable onBack) {
        this.target = target;
        this.timer = timer;
        this.lock = lock;
        this.mayAsk = mayAsk;
        this.onBack = onBack;
    }

    /** The target is reached in another way from now on, which may have mended it. */
    void reachThrough(Crew newCrew) {
        crew = newCrew;
        breaker = new Breaker();
        pausedUntil = 0;
        looking = false;
        silent = false;
    }

    /** The target may be asked again. */
    void goOn() {
        if (silent) {
            silent = false;
            lookAfter(Duration.ZERO);
        }
    }

    /** For how many nanoseconds the target wants nothing; 0 if it takes packets. */
    long pause() {
        return pausedUntil == 0 ? 0 : Math.max(0, pausedUntil - timer.nanos());
    }

    /** Whether a packet may be sent now; one that may must be. */
    boolean admits() {
        return breaker.admits();
    }

    /** Whether the target is thought to be asleep, or on trial. */
    boolean isOpen() {
        return breaker.isOpen();
    }

    /** Asks the probe at once, and goes by what it says; empty if nothing may be asked. Called without the lock. */
    Optional<Health> lookNow() {
        var asked = askable();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        var health = asked.get().probe();
        lock.lock();
        try {
            if (crew == asked.get()) {
                goBy(health);
            }
        } finally {
            lock.unlock();
        }
        return Optional.of(health);
    }

    private Optional<Crew> askable() {
        lock.lock();
        try {
            return Optional.ofNullable(crew).filter(_ -> mayAsk.getAsBoolean());
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing is sent, or empty. */
    String standstill() {
        return breaker.isOpen() ? breaker.reason() : pause() > 0 ? pauseReason : "";
    }

    /** An attempt has ended. */
    void judge(Sender.Attempt attempt) {
        attempt.pause().ifPresent(pause -> {
            pausedUntil = timer.nanos() + pause.atMost().toNanos();
            pauseReason = pause.reason();
        });
        switch (attempt.sign()) {
            case AWAKE -> {
                if (breaker.succeeded()) {
                    LOG.atInfo().addKeyValue("target", target).log("target is back");
                    onBack.run();
                }
            }
            case FAILING -> {
                var next = breaker.isOpen() ? breaker.untilNextLook() : Duration.ZERO;
                breaker.failed(attempt.entry().packet().keyHash(), detail(attempt));
                lookAfter(next);
            }
            case FAULT -> {
                breaker.faulted(detail(attempt));
                LOG.atWarn().addKeyValue("target", target).log("target must be mended; nothing is lost: {}",
                        breaker.reason());
                lookAfter(breaker.untilNextLook());
            }
        }
    }

    private static String detail(Sender.Attempt attempt) {
        return switch (attempt.entry()) {
            case Ended ended -> ended.detail();
            case Died died -> died.detail();
            case Parked parked -> parked.detail();
            case Held _ -> "";
        };
    }

    private void lookAfter(Duration pause) {
        if (!looking && crew != null) {
            looking = true;
            var asked = crew;
            timer.after(pause, () -> look(asked));
        }
    }

    /** Asks the probe, without the lock, and goes by what it says. */
    private void look(Crew asked) {
        if (!begin(asked)) {
            return;
        }
        var health = asked.probe();
        lock.lock();
        try {
            if (crew == asked) {
                looking = false;
                goBy(health);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean begin(Crew asked) {
        lock.lock();
        try {
            if (crew == asked && !mayAsk.getAsBoolean()) {
                looking = false;
                silent = true;
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void goBy(Health health) {
        boolean wasOpen = breaker.isOpen();
        boolean mayGo = breaker.probed(health);
        if (mayGo && wasOpen) {
            onBack.run();
        } else if (!mayGo) {
            if (!wasOpen) {
                LOG.atWarn().addKeyValue("target", target).log("target is asleep; its packets wait: {}",
                        breaker.reason());
            }
            lookAfter(breaker.untilNextLook());
        }
    }
}
