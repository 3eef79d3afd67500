package io.hmsbridge.core.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Argument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases in PostgreSQL, by its clock. */
final class PostgresLeases implements Leases, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLeases.class);

    private final Jdbi jdbi;
    private final Duration term;
    private final int node;
    private final Bell bell;

    private PostgresLeases(Jdbi jdbi, Duration term, int node, Bell bell) {
        this.jdbi = jdbi;
        this.term = term;
        this.node = node;
        this.bell = bell;
    }

    /** Joins the processes of a ledger; those of this machine that have ended without a word have left. */
    static PostgresLeases join(Jdbi jdbi, Database database, Node here, Duration term) {
        int node = jdbi.withHandle(h -> {
            var ended = h.createQuery(Sql.NODES.text()).bind("ttl", term.toMillis())
                    .map((row, _) -> new Object[] {row.getInt("id"), new Node(row.getString("name"),
                            row.getString("machine"), row.getLong("pid"), row.getLong("started_ms"))})
                    .stream().filter(n -> ((Node) n[1]).hasEnded(here.machine())).mapToInt(n -> (int) n[0]).toArray();
            leave(h, ended);
            return h.createQuery(Sql.JOIN.text()).bind("name", here.name()).bind("machine", here.machine())
                    .bind("pid", here.pid()).bind("startedMs", here.started()).mapTo(int.class).one();
        });
        return new PostgresLeases(jdbi, term, node, new Bell(database, node));
    }

    private static void leave(Handle handle, int[] nodes) {
        handle.createUpdate(Sql.LEAVE.text()).bind("nodes", (Argument) (p, sql, _) -> sql.setObject(p, nodes))
                .execute();
    }

    @Override
    public Duration term() {
        return term;
    }

    @Override
    public int node() {
        return node;
    }

    @Override
    public Standing beat(Collection<Integer> able) {
        var targets = able.stream().mapToInt(Integer::intValue).toArray();
        return query(h -> {
            h.createUpdate("update node set beat_at = now(), able = :able where id = :node").bind("node", node)
                    .bind("able", (Argument) (p, sql, _) -> sql.setObject(p, targets)).execute();
            var lanes = h.createQuery(Sql.LANES.text()).bind("ttl", term.toMillis())
                    .map((row, _) -> new Lane(row.getInt("target"),
                            row.getBoolean("alive") ? OptionalInt.of(row.getInt("owner")) : OptionalInt.empty(),
                            row.getLong("epoch"), number(row.getInt("asked_by")), orders(row)))
                    .list();
            var nodes = h.createQuery(Sql.NODES.text()).bind("ttl", term.toMillis())
                    .map((row, _) -> new Member(row.getInt("id"),
                            List.of((Integer[]) row.getArray("able").getArray())))
                    .list();
            return new Standing(lanes, nodes);
        });
    }

    private static Orders orders(ResultSet row) throws SQLException {
        return new Orders(row.getBoolean("paused"), time(row, "paused_until"), time(row, "opened_until"),
                row.getString("why"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Returns 0 if it is so already. */
    static int steer(Handle handle, int target, Steering steering, String why) {
        return switch (steering) {
            case Steering.Pause(var until) -> handle.createUpdate(Sql.PAUSE.text()).bind("target", target)
                    .bind("until", until.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null)).bind("why", why)
                    .execute();
            case Steering.Resume _ -> handle.createUpdate(Sql.RESUME.text()).bind("target", target).execute();
            case Steering.Open(var until) -> handle.createUpdate(Sql.OPEN.text()).bind("target", target)
                    .bind("until", until.atOffset(ZoneOffset.UTC)).bind("why", why).execute();
        };
    }

    /** Numbers begin at 1; 0 stands for SQL's null. */
    private static OptionalInt number(int column) {
        return column == 0 ? OptionalInt.empty() : OptionalInt.of(column);
    }

    @Override
    public OptionalLong take(int target) {
        return query(h -> h.createQuery(Sql.LEASE.text()).bind("target", target).bind("node", node)
                .bind("ttl", term.toMillis()).mapTo(long.class).findOne())
                .map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    @Override
    public void release(int target, long epoch) {
        query(h -> h.createUpdate(Sql.RELEASE.text()).bind("target", target).bind("node", node).bind("epoch", epoch)
                .execute());
        wakeOthers(News.LANES);
    }

    @Override
    public void ask(int target) {
        int asked = query(h -> h.createUpdate(Sql.ASK.text()).bind("target", target).bind("node", node).execute());
        if (asked > 0) {
            wakeOthers(News.LANES);
        }
    }

    @Override
    public void wakeOthers(News news) {
        bell.ring(news);
    }

    @Override
    public void onWake(Consumer<News> woken) {
        bell.answer(woken);
    }

    private <T> T query(Function<Handle, T> query) {
        try {
            return jdbi.withHandle(query::apply);
        } catch (JdbiException e) {
            throw new LedgerUnavailableException(Failure.of(e).words(), e);
        }
    }

    /** Whoever waits for our lanes need not wait longer. */
    @Override
    public void close() {
        bell.close();
        try {
            jdbi.useHandle(h -> leave(h, new int[] {node}));
        } catch (JdbiException e) {
            LOG.debug("the others will notice that we have left when our leases run out", e);
        }
    }
}
