package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SendResult;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes packets: their data and the rows that remember them, in one transaction. If the database refuses a batch for what is
 * in it, the batch is halved until the packet at fault stands alone. Safe for use by many threads.
 */
public final class TableWriter {

    /** Something more to be done in the transaction that wrote some packets. */
    @FunctionalInterface
    public interface Within {

        /** Nothing more. */
        Within NOTHING = (_, _) -> {};

        /** @param written at least one */
        void written(Connection connection, List<Packet> written) throws SQLException;
    }

    /** A packet, its row, and where its result belongs. */
    private record Planned(int at, Packet packet, Row row) {}

    private final Connections connections;
    private final Catalogue catalogue;
    private final Rows rows;
    private final Function<Packet, Use> uses;
    private final Dedupe dedupe;
    private final Within within;

    TableWriter(Connections connections, Catalogue catalogue, Rows rows, Function<Packet, Use> uses, Dedupe dedupe,
            Within within) {
        this.connections = connections;
        this.catalogue = catalogue;
        this.rows = rows;
        this.uses = uses;
        this.dedupe = dedupe;
        this.within = within;
    }

    /** A result for each packet, in their order; an exception counts for all of them. */
    List<SendResult> send(List<Packet> packets) throws SendException, IOException, InterruptedException {
        return new Transactions(connections, catalogue::forget).run(packets, this::write, this::refused);
    }

    private List<SendResult> write(Connection connection, List<Packet> packets) throws SQLException, SendException {
        var results = new SendResult[packets.size()];
        var planned = new ArrayList<Planned>();
        for (int i = 0; i < results.length; i++) {
            try {
                planned.add(new Planned(i, packets.get(i), row(connection, packets.get(i))));
            } catch (UnfitException e) {
                results[i] = SendResult.reject(e.getMessage());
            }
        }
        if (!planned.isEmpty()) {
            var written = claim(connection, planned, results);
            execute(connection, written, results);
            if (!written.isEmpty()) {
                within.written(connection, written.stream().map(Planned::packet).toList());
            }
        }
        return Arrays.asList(results);
    }

    private Row row(Connection connection, Packet packet) throws UnfitException, SQLException, SendException {
        var use = uses.apply(packet);
        try {
            return row(connection, catalogue.table(connection, use.table()), use, packet);
        } catch (UnfitException _) {
            return row(connection, catalogue.again(connection, use.table()), use, packet);
        }
    }

    private Row row(Connection connection, Optional<Table> found, Use use, Packet packet)
            throws UnfitException, SQLException, SendException {
        var table = found.orElseThrow(() -> new SendException(Kind.TARGET_FAULT, "table " + use.table()
                + " is missing, or the account may not see it"));
        var row = rows.row(connection, table, use, packet);
        if (use.mode() == Mode.UPSERT && !table.isUnique(row.keys().stream().map(Cell::column).toList())) {
            catalogue.forget();
            throw new SendException(Kind.TARGET_FAULT,
                    "table " + use.table() + " has no primary key or unique index on "
                            + String.join(", ", use.key()) + ", which an upsert needs");
        }
        return row;
    }

    /** Fills in the results of those that are not to be written, and returns the others. */
    private List<Planned> claim(Connection connection, List<Planned> planned, SendResult[] results)
            throws SQLException, SendException {
        var table = dedupeTable(connection);
        List<Dedupe.Claim> claims;
        try {
            claims = dedupe.claim(connection, table, planned.stream().map(Planned::packet).toList());
        } catch (SQLException e) {
            if (Failure.of(e, connections.dialect()).what() == Failure.What.CONTENT) {
                throw new SendException(Kind.RETRY, "another sender is writing the same key", e);
            }
            throw e;
        }
        var toWrite = new ArrayList<Planned>();
        for (int i = 0; i < planned.size(); i++) {
            var one = planned.get(i);
            switch (claims.get(i)) {
                case Dedupe.Claim.Write() -> toWrite.add(one);
                case Dedupe.Claim.Had() -> results[one.at] = SendResult.alreadyHad(what(one.row) + ": had it");
                case Dedupe.Claim.Older(long newest) -> results[one.at] = SendResult.alreadyHad(what(one.row)
                        + ": sequence " + one.packet.sequence() + " is older than " + newest + ", which is written");
            }
        }
        return toWrite;
    }

    private Table dedupeTable(Connection connection) throws SQLException, SendException {
        var found = catalogue.table(connection, dedupe.name());
        if (found.isEmpty() && dedupe.creates()) {
            new OwnTable(connections.dialect(), catalogue).create(connection, dedupe.name(), dedupe.ddl());
            found = catalogue.table(connection, dedupe.name());
        }
        return found.orElseThrow(() -> new SendException(Kind.TARGET_FAULT, "table " + dedupe.name()
                + " is missing; set create_tables: true, or run: "
                + dedupe.ddl()));
    }

    private void execute(Connection connection, List<Planned> planned, SendResult[] results) throws SQLException {
        var dialect = connections.dialect();
        for (var group : Row.grouped(planned, Planned::row, row -> row.sql(dialect)).entrySet()) {
            long[] counts =
                    executeAll(connection, group.getKey(), group.getValue(), one -> one.row.parameters(dialect));
            var absent = new ArrayList<Planned>();
            for (int i = 0; i < counts.length; i++) {
                var one = group.getValue().get(i);
                if (counts[i] == 0 && one.row.mode() == Mode.UPSERT && dialect != Dialect.POSTGRESQL) {
                    absent.add(one);
                }
                results[one.at] = SendResult.delivered(what(one.row) + ": " + rows(one.row, counts[i]));
            }
            for (var inserts : Row.grouped(absent, Planned::row, Row::insert).entrySet()) {
                executeAll(connection, inserts.getKey(), inserts.getValue(), one -> one.row.insertCells());
            }
        }
    }

    /** How many rows each has changed. */
    private static long[] executeAll(Connection connection, String sql, List<Planned> planned,
            Function<Planned, List<Cell>> cells) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            if (planned.size() == 1) {
                Row.bind(statement, cells.apply(planned.getFirst()));
                return new long[] {statement.executeUpdate()};
            }
            for (var one : planned) {
                Row.bind(statement, cells.apply(one));
                statement.addBatch();
            }
            var counts = Arrays.stream(statement.executeBatch()).asLongStream().toArray();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == Statement.SUCCESS_NO_INFO && !sql.startsWith("INSERT")) {
                    Row.bind(statement, cells.apply(planned.get(i)));
                    counts[i] = statement.executeUpdate(); // once more, for the same outcome and its count
                }
            }
            return counts;
        }
    }

    private SendResult refused(Packet packet, SQLException e) {
        var failure = Failure.of(e, connections.dialect());
        var use = uses.apply(packet);
        var words = new StringBuilder("table ").append(use.table()).append(": ").append(failure.words());
        try (var pooled = connections.borrow()) {
            var table = catalogue.table(pooled.connection(), use.table());
            if (table.isPresent()) {
                var row = rows.row(pooled.connection(), table.get(), use, packet);
                var names = Failure.namesIn(e, table.get().names());
                if (!names.isEmpty()) {
                    words.append(", at ").append(String.join(", ", names));
                }
                words.append("; it was given ").append(row.shown());
            }
            pooled.connection().rollback();
        } catch (UnfitException | SQLException | SendException | IOException _) {
            // What is known already has to do.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return SendResult.reject(words.toString());
    }

    private static String what(Row row) {
        return row.mode().name().toLowerCase(Locale.ROOT) + " " + row.table().name();
    }

    private static String rows(Row row, long count) {
        boolean counted = row.mode() == Mode.UPDATE || row.mode() == Mode.DELETE;
        return counted && count != 1 ? count + " rows" : "1 row";
    }
}
