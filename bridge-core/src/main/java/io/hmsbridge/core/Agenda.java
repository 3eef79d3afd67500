package io.hmsbridge.core;

import io.hmsbridge.core.ledger.Deadlines;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.outbox.TargetStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the next days bring: packets that come due, windows that open and close, deadlines. Safe to use from many threads. */
public final class Agenda {

    /** The most moments that are told of, of each kind and of each target's windows. */
    private static final int MOST = 1_000;

    /** What happens. */
    public enum Kind {
        /** Packets have reached their effective date, and may go. */
        DUE,
        /** Packets are to be delivered. */
        DEADLINE,
        /** A window of the target opens. */
        OPENS,
        /** A window of the target closes. */
        CLOSES,
        /** A pause ends. */
        RESUMES
    }

    /**
     * Something that happens.
     *
     * @param packets how many it is about; 0 if it is about the target
     */
    public record Item(Instant at, String target, Kind kind, long packets) {}

    private final Deadlines dates;
    private final Outbox outbox;
    private final Clock clock;

    Agenda(Deadlines dates, Outbox outbox, Clock clock) {
        this.dates = dates;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What happens from now on, in order. */
    public List<Item> next(Duration time) {
        var from = clock.instant();
        var to = from.plus(time);
        var packets = dates.between(from, to, MOST).stream().map(dated -> new Item(dated.at(), dated.target(),
                dated.deadline() ? Kind.DEADLINE : Kind.DUE, dated.packets()));
        var windows = outbox.windows().entrySet().stream().flatMap(of -> of.getValue().changes(from, to, MOST).stream()
                .map(change -> new Item(change.at(), of.getKey(), change.opens() ? Kind.OPENS : Kind.CLOSES, 0)));
        var pauses = outbox.lanes().stream().filter(lane -> lane.target().state() == TargetStatus.State.PAUSED)
                .flatMap(lane -> lane.opens().filter(at -> at.isAfter(from) && at.isBefore(to))
                        .map(at -> new Item(at, lane.target().name(), Kind.RESUMES, 0)).stream());
        return Stream.of(packets, windows, pauses).flatMap(items -> items)
                .sorted(Comparator.comparing(Item::at).thenComparing(Item::target).thenComparing(Item::kind)).toList();
    }
}
