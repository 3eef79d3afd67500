package io.hmsbridge.core.ledger;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
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

    private static final String UNIQUE_VIOLATION = "23505";

    /** A commit's place: the stream of one writer, and its number there. */
    record Place(int stream, long n) {}

    private final Jdbi jdbi;
    private final Writer writer;
    private Handle handle;
    private Place next;

    /**
     * Who writes.
     *
     * @param process the number of its process; null if it is none that others follow
     * @param queues whether its commits queue packets
     * @param begins told of each stream that it begins, before it is used
     */
    record Writer(String name, Integer process, boolean queues, IntConsumer begins) {}

    Journal(DataSource dataSource, Writer writer) {
        jdbi = Jdbi.create(dataSource);
        this.writer = writer;
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
     * @param statement is given the commit's place; runs again, on a new connection, if the first one was lost
     * @param landed what to return instead if it turns out that the lost one had landed
     */
    <T> T commit(BiFunction<Handle, Place, T> statement, Function<Handle, T> landed) {
        if (next == null) {
            int stream = query(h -> h.createQuery(Sql.STREAM.text()).bind("name", writer.name)
                    .bind("node", writer.process).bind("queues", writer.queues).mapTo(int.class).one());
            writer.begins.accept(stream);
            next = new Place(stream, 1);
        }
        try {
            return count(query(h -> statement.apply(h, next)));
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("batch", next).log("commit unanswered, asking whether it landed: {}",
                    e.getMessage());
            return again(statement, landed);
        }
    }

    private <T> T again(BiFunction<Handle, Place, T> statement, Function<Handle, T> landed) {
        try {
            return count(query(h -> hasLanded(h) ? landed.apply(h) : statement.apply(h, next)));
        } catch (LedgerUnavailableException e) {
            next = null; // nobody knows whether this place is taken: what comes next gets a stream of its own
            throw e;
        } catch (RuntimeException e) {
            // The lost commit may land while ours waits behind it: then ours fails on its rows, and it is there.
            return afterAll(landed, e);
        }
    }

    private <T> T afterAll(Function<Handle, T> landed, RuntimeException failure) {
        try {
            if (query(this::hasLanded)) {
                return count(query(landed));
            }
        } catch (LedgerUnavailableException e) {
            next = null;
            throw e;
        }
        throw failure;
    }

    private boolean hasLanded(Handle handle) {
        return handle.createQuery("select exists (select from batch where stream = :stream and n = :n)")
                .bind("stream", next.stream).bind("n", next.n).mapTo(boolean.class).one();
    }

    private <T> T count(T result) {
        next = new Place(next.stream, next.n + 1);
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
            case "HB001", UNIQUE_VIOLATION -> new AlreadySeenException(Map.of());
            case "HB002" -> new FencedException(e);
            case "HB003" -> new RowGoneException(e);
            case String s when e instanceof ConnectionException || s.isEmpty()
                    || TRANSIENT.contains(s.substring(0, 2)) -> {
                close();
                yield new LedgerUnavailableException("the database does not answer: " + rootMessage(e), e);
            }
            default -> new UnacceptableException("the database refused the data: " + rootMessage(e), e);
        };
    }

    private static String sqlState(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static String rootMessage(Throwable e) {
        var message = "";
        for (var cause = e; cause != null; cause = cause.getCause()) {
            message = cause.getMessage() == null ? message : cause.getMessage();
        }
        return message.lines().findFirst().orElse("");
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
