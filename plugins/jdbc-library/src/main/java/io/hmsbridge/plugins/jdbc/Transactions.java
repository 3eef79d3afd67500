package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SendResult;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Runs a batch of packets in one transaction, and in several where the database refuses the content of some. */
public final class Transactions {

    /** What is to be done in a transaction, whose end is not its business. */
    @FunctionalInterface
    public interface Work {

        /** A result for each packet; an SQLException ends the transaction. */
        List<SendResult> write(Connection connection, List<Packet> packets) throws SQLException, SendException;
    }

    private final Connections connections;
    private final Runnable onRefusal;

    /** @param onRefusal called when the database refused something, which may be because it was changed */
    public Transactions(Connections connections, Runnable onRefusal) {
        this.connections = connections;
        this.onRefusal = onRefusal;
    }

    /**
     * Does the work.
     *
     * @param refused says what comes of a packet that the database refuses for its content
     * @throws SendException for all packets; as unknown where only the commit's answer is missing
     */
    public List<SendResult> run(List<Packet> packets, Work work, BiFunction<Packet, SQLException, SendResult> refused)
            throws SendException, IOException, InterruptedException {
        try {
            return once(packets, work);
        } catch (SQLException e) {
            onRefusal.run();
            if (packets.size() == 1) {
                return List.of(refused.apply(packets.getFirst(), e));
            }
            int half = packets.size() / 2;
            var results = new ArrayList<>(run(packets.subList(0, half), work, refused));
            results.addAll(run(packets.subList(half, packets.size()), work, refused));
            return results;
        }
    }

    /** @throws SQLException if the content is refused, and nothing was written */
    private List<SendResult> once(List<Packet> packets, Work work)
            throws SQLException, SendException, IOException, InterruptedException {
        while (true) {
            try (var pooled = connections.borrow()) {
                boolean committing = false;
                try {
                    var results = work.write(pooled.connection(), packets);
                    committing = true;
                    pooled.connection().commit();
                    return results;
                } catch (SQLException e) {
                    boolean alive = rolledBack(pooled);
                    if (!alive && !committing && pooled.isReused() && !Thread.currentThread().isInterrupted()) {
                        continue; // it had died while nobody used it: nothing was done, so another one does it
                    }
                    throw failed(e, alive, committing);
                } catch (SendException | RuntimeException e) {
                    rolledBack(pooled);
                    throw e;
                }
            }
        }
    }

    private SQLException failed(SQLException e, boolean alive, boolean committing) throws SendException {
        var failure = Failure.of(e, connections.dialect());
        if (committing && !alive) {
            throw new SendException(Kind.UNKNOWN, "the commit was not answered: " + failure.words());
        }
        if (failure.what() == Failure.What.CONTENT && alive) {
            return e;
        }
        onRefusal.run();
        throw new SendException(failure.what() == Failure.What.TARGET ? Kind.TARGET_FAULT : Kind.RETRY,
                failure.words());
    }

    /** An error for people: in our words, and without what the database says of it. */
    public static String words(SQLException e, Dialect dialect) {
        return Failure.of(e, dialect).words();
    }

    /** Whether the connection lives on, with nothing begun. */
    private static boolean rolledBack(Connections.Pooled pooled) {
        try {
            if (!pooled.connection().isClosed()) {
                pooled.connection().rollback();
                return true;
            }
        } catch (SQLException _) {
            // It is broken, as the error before has told.
        }
        pooled.broken();
        return false;
    }
}
