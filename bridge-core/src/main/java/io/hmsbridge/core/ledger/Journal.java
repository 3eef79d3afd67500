package io.hmsbridge.core.ledger;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer's numbered commits. Each commit leaves a row in {@code batch}, so that a commit whose answer was lost can be
 * asked for. Used by one thread at a time.
 */
final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** SQLSTATE classes after which the same statement may succeed on a new connection. */
    private static final Set<String> TRANSIENT = Set.of("08", "25", "40", "53", "55", "57", "58");

    private final Jdbi jdbi;
    private final int stream;
    private Handle handle;
    private long next = 1;

    Journal(DataSource dataSource, String node) {
        jdbi = Jdbi.create(dataSource);
        stream = jdbi.withHandle(h -> h.createQuery("insert into stream (node) values (:node) returning id")
                .bind("node", node).mapTo(int.class).one());
    }

    int stream() {
        return stream;
    }

    /** A query on this writer's connection, outside any commit. */
    <T> T query(Function<Handle, T> query) {
        try {
            return query.apply(open());
        } catch (JdbiException e) {
            throw failure(e);
        }
    }

    /**
     * Runs one statement as one commit.
     *
     * @param statement is given the commit's number; runs again, on a new connection, if the first one was lost
     * @param landed what to return instead if it turns out that the lost one had landed
     */
    <T> T commit(BiFunction<Handle, Long, T> statement, Function<Handle, T> landed) {
        try {
            return count(statement.apply(open(), next));
        } catch (JdbiException e) {
            var failure = failure(e);
            if (!(failure instanceof LedgerUnavailableException)) {
                throw failure;
            }
            return again(statement, landed, failure);
        }
    }

    private <T> T again(BiFunction<Handle, Long, T> statement, Function<Handle, T> landed, RuntimeException first) {
        LOG.atWarn().addKeyValue("stream", stream).addKeyValue("batch", next)
                .log("commit unanswered, asking whether it landed: {}", first.getMessage());
        try {
            return count(hasLanded() ? landed.apply(open()) : statement.apply(open(), next));
        } catch (JdbiException e) {
            var failure = failure(e);
            // The lost commit may land while ours waits behind it: then ours fails on its row, and it is there.
            if (!(failure instanceof LedgerUnavailableException) && hasLanded()) {
                return count(landed.apply(open()));
            }
            throw failure;
        }
    }

    private boolean hasLanded() {
        return query(h -> h.createQuery("select exists (select from batch where stream = :stream and n = :n)")
                .bind("stream", stream).bind("n", next)
                .mapTo(boolean.class).one());
    }

    private <T> T count(T result) {
        next++;
        return result;
    }

    private Handle open() {
        if (handle == null) {
            handle = jdbi.open();
        }
        return handle;
    }

    /** What a failure means; a connection that may be broken is given up. */
    private RuntimeException failure(JdbiException e) {
        var state = sqlState(e);
        return switch (state) {
            case "HB002" -> new FencedException(e);
            case "HB003" -> new RowGoneException(e);
            case "HB001", "23505" -> e;
            case String s when e instanceof ConnectionException || s.isEmpty()
                    || TRANSIENT.contains(s.substring(0, 2)) -> {
                close();
                yield new LedgerUnavailableException("the database does not answer: " + rootMessage(e), e);
            }
            default -> new UnacceptableException("the database refused the data: " + rootMessage(e), e);
        };
    }

    static String sqlState(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static String rootMessage(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        if (handle == null) {
            return;
        }
        try {
            handle.close();
        } catch (JdbiException e) {
            LOG.debug("a broken connection did not close cleanly", e);
        } finally {
            handle = null;
        }
    }
}
