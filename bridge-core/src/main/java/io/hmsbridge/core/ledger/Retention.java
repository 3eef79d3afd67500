package io.hmsbridge.core.ledger;

import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.ActWriter.Commit;
import io.hmsbridge.core.ledger.ActWriter.Done;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts from the ledger what is older than it is kept: whole partitions, in which nothing waits any more, a day after they have
 * expired. Each cut is an act, in the commit that does it; the roots of all commits stay.
 */
final class Retention implements Housekeeper.Chore {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** By then somebody has seen that the clock is wrong, or that a setting is. */
    private static final Duration GRACE = Duration.ofDays(1);

    /** Dead packets in one commit. */
    private static final int DEAD = 500;

    /** A million rows of each table are counted before they go. */
    private static final Duration LONG = Duration.ofMinutes(10);

    /** As the function {@code partition_size} says. */
    private static final long PARTITION = 1_000_000;

    private static final String WHO = "housekeeper";

    private final ActWriter acts;
    private final Duration keep;
    private final Predicate<String> holds;

    /** @param holds the names of targets whose dead packets hold up others, so that only an operator may act on them */
    Retention(ActWriter acts, Duration keep, Predicate<String> holds) {
        this.acts = acts;
        this.keep = keep;
        this.holds = holds;
    }

    @Override
    public void run(Handle handle) {
        var expired = handle.createQuery(Sql.EXPIRED.text()).bind("keep", keep.toMillis()).mapTo(long.class).list();
        handle.createQuery(Sql.NOTICE.text()).bind("nos", array(expired)).mapTo(long.class)
                .forEach(no -> LOG.info("{} are older than {} days and go in a day, with all that belongs to them",
                        range(no), keep.toDays()));
        var ripe = handle.createQuery(Sql.RIPE.text()).bind("grace", GRACE.toMillis()).mapTo(long.class).list();
        if (ripe.isEmpty()) {
            return;
        }
        try (acts) { // its connection is wanted again in a year or so
            var kept = array(kept(handle));
            ripe.forEach(no -> cut(no, kept));
        }
    }

    private List<Long> kept(Handle handle) {
        return handle.createQuery("select target, name from lane")
                .map((row, _) -> holds.test(row.getString("name")) ? row.getLong("target") : null)
                .stream().filter(Objects::nonNull).toList();
    }

    private void cut(long no, Argument kept) {
        while (acts.commit(commit -> discard(commit, no, kept)).isPresent()) {
            LOG.info("dead packets of {} were discarded", range(no));
        }
        acts.commit(commit -> cut(commit, no)).ifPresentOrElse(
                act -> LOG.info("cut from the ledger: {}", act.detail()),
                () -> LOG.info("{} stay in the ledger: packets of theirs wait in the outbox", range(no)));
    }

    private Optional<Done> discard(Commit commit, long no, Argument kept) {
        var detail = "expired: older than " + keep.toDays() + " days";
        var dead = commit.handle().createQuery(Sql.EXPIRE.text()).bind("low", low(no)).bind("high", low(no + 1) - 1)
                .bind("kept", kept).bind("limit", DEAD).bind("outcome", Outcome.DISCARDED.code()).bind("detail", detail)
                .bind("stream", commit.place().stream()).bind("n", commit.place().n())
                .map((row, _) -> {
                    var id = new PacketId(row.getLong("event"), row.getString("name"), row.getInt("part"),
                            row.getInt("rev"));
                    commit.leaves().add(id, row.getInt("target"), 0, row.getInt("tries"), Outcome.DISCARDED, 0, detail);
                    return id.target();
                }).list();
        var targets = dead.stream().distinct().sorted().collect(Collectors.joining(", "));
        return dead.isEmpty() ? Optional.empty() : Optional.of(new Done(new NewAct(WHO, "expire", why(),
                "dead packets of %s to %s".formatted(range(no), targets)), dead.size()));
    }

    private Optional<Done> cut(Commit commit, long no) {
        beLong(commit.handle());
        return commit.handle().createQuery(Sql.CUT.text()).bind("no", no).bind("keep", keep.toMillis())
                .map((row, _) -> new Done(new NewAct(WHO, "cut", why(),
                        "%s: %d events accepted from %s to %s, %d packets, %d deliveries".formatted(range(no),
                                row.getLong("events"), Rows.instant(row, "oldest"), Rows.instant(row, "newest"),
                                row.getLong("packets"), row.getLong("deliveries"))),
                        row.getLong("events")))
                .findOne();
    }

    /** On a connection that is given back afterwards, which undoes it. */
    private static void beLong(Handle handle) {
        handle.execute("set local statement_timeout = " + LONG.toMillis());
        try {
            handle.getConnection().setNetworkTimeout(Runnable::run, (int) LONG.plusMinutes(1).toMillis());
        } catch (SQLException e) {
            throw new LedgerUnavailableException("the database does not answer", e);
        }
    }

    private String why() {
        return "retention of " + keep.toDays() + " days";
    }

    private static String range(long no) {
        return "events %d to %d".formatted(low(no), low(no + 1) - 1);
    }

    private static long low(long no) {
        return no * PARTITION;
    }

    private static Argument array(List<Long> numbers) {
        var array = numbers.stream().mapToLong(Long::longValue).toArray();
        return (position, sql, _) -> sql.setObject(position, array);
    }
}
