package io.hmsbridge.server.outcome;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.ledger.Bookmark;
import io.hmsbridge.core.ledger.Bookmarks;
import io.hmsbridge.core.ledger.Bookmarks.Origin;
import io.hmsbridge.core.ledger.BusyException;
import io.hmsbridge.core.ledger.EventConflictException;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Transitions;
import io.hmsbridge.server.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the ledger for how packets end, and emits an event of each end that is asked for. How far it has read is kept once these are
 * durable, and the ledger takes each of them once: so none is missed and none told twice, by however many processes. What carries
 * them to a receiver is a mapping sheet and a target, as for any event.
 */
public final class OutcomeTeller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeTeller.class);
    private static final String NAME = "outcomes";
    private static final int AT_ONCE = 200;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    /** While another process tells, or often enough to keep what is held. */
    private static final Duration HOLD = Duration.ofSeconds(5);

    private final Bridge bridge;
    private final Outcomes outcomes;
    private final Transitions transitions;
    private final Bookmarks bookmarks;
    private final String holder = UUID.randomUUID().toString();
    private final Thread thread;
    private volatile boolean closed;
    private volatile Bookmark mark;
    private long keptAt;
    /** What was committed until then has been told. */
    private volatile Instant told = Instant.now();

    private OutcomeTeller(Bridge bridge, Outcomes outcomes) {
        this.bridge = bridge;
        this.outcomes = outcomes;
        transitions = bridge.transitions();
        bookmarks = transitions.bookmarks();
        thread = Thread.ofVirtual().name("bridge-outcomes").unstarted(this::run);
    }

    /** Tells from now on; at the first time, of what ends from now on. */
    public static OutcomeTeller start(Bridge bridge, Outcomes outcomes) {
        var teller = new OutcomeTeller(bridge, outcomes);
        teller.claim();
        teller.thread.start();
        return teller;
    }

    /** Since when ends have not been told that are to be; empty while another process tells of them. */
    public Optional<Duration> lag() {
        var lag = Duration.between(told, Instant.now());
        return mark == null ? Optional.empty() : Optional.of(lag.isNegative() ? Duration.ZERO : lag);
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(step());
            }
        } catch (InterruptedException _) {
            LOG.trace("closed");
        }
    }

    /** @return how long to wait for the next one */
    private Duration step() {
        try {
            if (mark == null && !claim()) {
                return HOLD;
            }
            var now = Instant.now();
            var commits = transitions.after(mark);
            if (commits.isEmpty()) {
                told = now;
                if (System.nanoTime() - keptAt > HOLD.toNanos()) {
                    keepWhereItIs();
                }
                return LOOK;
            }
            emit(ends(commits));
            keep(commits.getLast().mark());
            told = commits.getLast().at();
            return Duration.ZERO;
        } catch (LedgerUnavailableException | BusyException e) {
            LOG.debug("outcomes cannot be told at present: {}", e.getMessage());
            return AFTER_TROUBLE;
        } catch (RuntimeException e) { // which nobody else would hear of
            LOG.warn("outcomes are not told, tried again in {} s", HOLD.toSeconds(), e);
            return HOLD;
        }
    }

    private boolean claim() {
        mark = bookmarks.claim(NAME, holder, transitions::now).orElse(null);
        keptAt = System.nanoTime();
        return mark != null;
    }

    /** Lets go of writers that had ended when there was nothing more to read. */
    private void keepWhereItIs() {
        int current = transitions.now().floor();
        keep(transitions.after(mark).isEmpty() ? mark.from(current) : mark);
    }

    private void keep(Bookmark further) {
        mark = bookmarks.keep(NAME, holder, further) ? further : null;
        keptAt = System.nanoTime();
    }

    private List<Event> ends(List<Transitions.Commit> commits) {
        var origins = bookmarks.origins(commits.stream().flatMap(commit -> commit.packets().stream())
                .filter(packet -> packet.state().isTerminal()).map(packet -> packet.id().event()).toList());
        var ends = new ArrayList<Event>();
        for (var commit : commits) {
            for (var packet : commit.packets()) {
                var origin = origins.get(packet.id().event());
                if (packet.state().isTerminal() && origin != null && outcomes.asked(origin)) {
                    ends.add(OutcomeEvent.of(packet.seen(this::seen), new Origin(origin.source(), seen(origin.id()),
                            origin.extensions()), commit.at(), mark.incarnation()));
                }
            }
        }
        return ends;
    }

    /** As those may see it who emit. */
    private String seen(String text) {
        return bridge.views().text(Role.EMITTER.text(), text);
    }

    private void emit(List<Event> ends) {
        for (int i = 0; i < ends.size(); i += AT_ONCE) {
            var some = ends.subList(i, Math.min(ends.size(), i + AT_ONCE));
            try {
                bridge.emit(some);
            } catch (EventConflictException | EventRefusedException e) {
                LOG.debug("outcomes go one by one: {}", e.getMessage());
                some.forEach(this::emit);
            }
        }
    }

    private void emit(Event end) {
        try {
            bridge.emit(end);
        } catch (EventConflictException _) {
            LOG.debug("{} was told before, when its key could be seen otherwise", end);
        } catch (EventRefusedException e) {
            LOG.warn("an outcome cannot be told, {}: {}", end, e.getMessage());
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(AFTER_TROUBLE);
    }
}
