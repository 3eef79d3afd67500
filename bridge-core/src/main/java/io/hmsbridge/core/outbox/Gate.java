package io.hmsbridge.core.outbox;

import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.ledger.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * What keeps packets of a lane from going out that has nothing to do with the target's state: an operator, or the target's windows.
 * Guarded by the lane's lock.
 */
final class Gate {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss zzz", Locale.ENGLISH);

    private final Clock clock;
    private Windows windows;
    private Windows.Stretch stretch;
    private boolean paused;
    private Optional<Instant> pausedUntil = Optional.empty();
    private String pause = "";
    /** An operator has opened it, until the database says otherwise. */
    private boolean opened;

    Gate(Clock clock, Windows windows) {
        this.clock = clock;
        follow(windows);
    }

    /** From now on it has these windows. */
    void follow(Windows newWindows) {
        windows = newWindows;
        stretch = windows.at(clock.instant());
    }

    /** How operators want it. */
    void follow(Leases.Orders orders) {
        paused = orders.paused();
        pausedUntil = orders.pausedUntil();
        pause = paused ? text(orders) : "";
        opened = orders.openUntil().isPresent();
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether packets may go. */
    boolean isOpen() {
        return !paused && isWithinWindows();
    }

    /** Whether its windows let packets go, or an operator in spite of them. */
    boolean isWithinWindows() {
        if (opened || windows.rules().isEmpty()) {
            return true;
        }
        var now = clock.instant();
        if (!stretch.covers(now)) { // also where the clock was set back
            stretch = windows.at(now);
        }
        return stretch.open();
    }

    /** For how long its windows let packets go still; at most so long. */
    Duration openFor(Duration most) {
        if (opened || windows.rules().isEmpty()) {
            return most;
        }
        if (!isWithinWindows()) {
            return Duration.ZERO;
        }
        var closes = windows.changes(clock.instant(), clock.instant().plus(most), 1);
        return closes.isEmpty() ? most : Duration.between(clock.instant(), closes.getFirst().at());
    }

    /** When it is worth looking again, if it is closed by its windows. */
    Duration untilNextLook() {
        return Duration.between(clock.instant(), stretch.until());
    }

    /** When packets may go at the earliest; empty if nobody knows. */
    Optional<Instant> opens() {
        if (paused) {
            return pausedUntil;
        }
        return isWithinWindows() ? Optional.of(clock.instant())
                : windows.nextChange(clock.instant()).map(Windows.Change::at);
    }

    /** Why no packets may go, for people; empty if they may. */
    String reason() {
        if (paused) {
            return pause;
        }
        return isWithinWindows() ? "" : closed();
    }

    private String closed() {
        var zone = windows.rules().getFirst().zone();
        var until = windows.nextChange(clock.instant()).map(change -> "until " + text(change.at(), zone))
                .orElse("with no opening in sight");
        return "outside its windows " + until + stretch.deniedBy().map(rule -> " (" + rule + ")").orElse("");
    }

    private static String text(Leases.Orders orders) {
        return "paused by an operator" + orders.pausedUntil().map(until -> " until " + until).orElse("")
                + (orders.why().isEmpty() ? "" : ": " + orders.why());
    }

    private static String text(Instant moment, ZoneId zone) {
        return TIME.format(ZonedDateTime.ofInstant(moment, zone));
    }
}
