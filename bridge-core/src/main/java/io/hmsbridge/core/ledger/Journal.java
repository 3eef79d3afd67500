package io.hmsbridge.core.ledger;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
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
     * @throws NothingWrittenException if it certainly was not done
     * @throws LedgerUnavailableException if nobody knows whether it was done
     */
    <T> T commit(BiFunction<Handle, Place, T> statement, Function<Handle, T> landed) {
        if (next == null) {
            next = new Place(begin(), 1);
        }
        try {
            return count(query(h -> statement.apply(h, next)));
        } catch (NothingWrittenException e) {
            LOG.atDebug().addKeyValue("batch", next).log("refused, once more on a new connection: {}", e.getMessage());
            return once(statement);
        } catch (LedgerUnavailableException e) {
            LOG.atWarn().addKeyValue("batch", next).log("commit unanswered, asking whether it landed: {}",
                    e.getMessage());
            return again(statement, landed);
        }
    }

    /**
     * Runs a transaction as one commit that gives up its locks before it is durable, so that nobody waits for the disk with it. It is
     * durable when this returns. If it fails, nobody asks whether it was done: whoever does it again goes by what is there then.
     */
    <T> T commitUnlocking(BiFunction<Handle, Place, T> transaction) {
        if (next == null) {
            next = new Place(begin(), 1);
        }
        try {
            return count(query(h -> {
                T result = h.inTransaction(t -> {
                    t.execute("set local synchronous_commit = off");
                    return transaction.apply(t, next);
                });
                // What waits for the disk takes along all that was committed before it.
                h.execute("select pg_logical_emit_message(true, 'hms_bridge', '')");
                return result;
            }));
        } catch (LedgerUnavailableException e) {
            throw unknown(e);
        }
    }

    private int begin() {
        try {
            int stream = query(h -> h.createQuery(Sql.STREAM.text()).bind("name", writer.name)
                    .bind("node", writer.process).bind("queues", writer.queues).mapTo(int.class).one());
            writer.begins.accept(stream);
            return stream;
        } catch (LedgerUnavailableException e) {
            throw new NothingWrittenException(e.getMessage(), e); // of the commit, at any rate
        }
    }

    /** The old connection may have been to a server that takes nothing any more; two refusals are as certain as one. */
    private <T> T once(BiFunction<Handle, Place, T> statement) {
        try {
            return count(query(h -> statement.apply(h, next)));
        } catch (NothingWrittenException e) {
            throw e;
        } catch (LedgerUnavailableException e) {
            throw unknown(e);
        }
    }

    private <T> T again(BiFunction<Handle, Place, T> statement, Function<Handle, T> landed) {
        try {
            return count(query(h -> hasLanded(h) ? landed.apply(h) : statement.apply(h, next)));
        } catch (LedgerUnavailableException e) {
            throw unknown(e); // a refusal of the second try says nothing about the first
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
            throw unknown(e);
        }
        throw failure;
    }

    /** Nobody knows whether this place is taken: what comes next gets a stream of its own. */
    private LedgerUnavailableException unknown(LedgerUnavailableException e) {
        next = null;
        return new LedgerUnavailableException(e.getMessage(), e);
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
            try {
                handle = jdbi.open();
            } catch (JdbiException e) {
                throw new NothingWrittenException(Failure.of(e).words(), e);
            }
        }
        return handle;
    }

    /** What a failure means; a connection that may be broken is given up. */
    private RuntimeException failure(JdbiException e) {
        var failure = Failure.of(e);
        return switch (failure.state()) {
            case "HB001", UNIQUE_VIOLATION -> new AlreadySeenException(Map.of());
            case "HB002" -> new FencedException(e);
            case "HB003" -> new RowGoneException(e);
            case "HB004" -> new NumbersPassedException(e);
            case String _ when failure.isOfTheData() ->
                    new UnacceptableException("the database refused the data: " + failure.line(), e);
            default -> {
                close();
                yield failure.unavailable();
            }
        };
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
