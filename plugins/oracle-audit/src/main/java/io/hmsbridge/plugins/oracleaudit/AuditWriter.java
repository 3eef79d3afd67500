package io.hmsbridge.plugins.oracleaudit;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.jdbc.Catalogue;
import io.hmsbridge.plugins.jdbc.Cell;
import io.hmsbridge.plugins.jdbc.Connections;
import io.hmsbridge.plugins.jdbc.Conversion;
import io.hmsbridge.plugins.jdbc.Database;
import io.hmsbridge.plugins.jdbc.Mode;
import io.hmsbridge.plugins.jdbc.OwnTable;
import io.hmsbridge.plugins.jdbc.Row;
import io.hmsbridge.plugins.jdbc.Table;
import io.hmsbridge.plugins.jdbc.Transactions;
import io.hmsbridge.plugins.jdbc.UnfitException;
import io.hmsbridge.plugins.oracleaudit.OracleAuditConnectorFactory.With;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * Adds rows to audit tables, and does nothing else to them: an account that may only {@code SELECT} and {@code INSERT} will do.
 * The table itself tells which packets it has.
 */
final class AuditWriter {

    private final Connections connections;
    private final Catalogue catalogue;

    AuditWriter(Connections connections, Catalogue catalogue) {
        this.connections = connections;
        this.catalogue = catalogue;
    }

    List<SendResult> send(List<Packet> packets) throws SendException, IOException, InterruptedException {
        return new Transactions(connections, catalogue::forget).run(packets, this::append, this::refused);
    }

    private List<SendResult> append(Connection connection, List<Packet> packets) throws SQLException, SendException {
        var results = new SendResult[packets.size()];
        var tables = new LinkedHashMap<String, List<Integer>>();
        for (int i = 0; i < results.length; i++) {
            tables.computeIfAbsent(packets.get(i).with(With.class).table(), _ -> new ArrayList<>()).add(i);
        }
        for (var entry : tables.entrySet()) {
            append(connection, table(connection, entry.getKey()), packets, entry.getValue(), results);
        }
        return Arrays.asList(results);
    }

    private void append(Connection connection, Table table, List<Packet> packets, List<Integer> places,
            SendResult[] results) throws SQLException {
        var known = known(connection, table, places.stream().map(i -> packets.get(i).idempotencyKey()).toList());
        var rows = new ArrayList<Row>();
        for (int i : places) {
            if (known.contains(packets.get(i).idempotencyKey())) {
                results[i] = SendResult.alreadyHad("insert " + table.name() + ": had it");
                continue;
            }
            try {
                rows.add(row(table, packets.get(i)));
                results[i] = SendResult.delivered("insert " + table.name() + ": 1 row");
            } catch (UnfitException e) {
                results[i] = SendResult.reject(e.getMessage());
            }
        }
        Row.execute(connection, rows, connections.dialect());
    }

    private Row row(Table table, Packet packet) throws UnfitException {
        var cells = new ArrayList<Cell>();
        for (var value : AuditTable.values(packet).entrySet()) {
            cells.add(Conversion.cell(table, table.column(value.getKey()), value.getValue(), connections.dialect()));
        }
        return new Row(table, Mode.INSERT, List.of(), cells);
    }

    private Table table(Connection connection, String name) throws SQLException, SendException {
        var found = catalogue.table(connection, name);
        if (found.isEmpty() && connections.database().createTables() && Database.isPlainName(name)) {
            new OwnTable(connections.dialect(), catalogue).create(connection, name,
                    AuditTable.ddl(name, connections.dialect()));
            found = catalogue.table(connection, name);
        }
        return found.orElseThrow(() -> new SendException(Kind.TARGET_FAULT, "table " + name
                + " is missing, or the account may not see it; set create_tables: true, or create it as the README of"
                + " oracle-audit says"));
    }

    private static Set<String> known(Connection connection, Table table, List<String> keys) throws SQLException {
        var known = new HashSet<String>();
        var sql = "SELECT idempotency_key FROM " + table.sql() + " WHERE idempotency_key IN (?"
                + ", ?".repeat(keys.size() - 1) + ")";
        try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < keys.size(); i++) {
                select.setString(i + 1, keys.get(i));
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getString(1));
                }
            }
        }
        return known;
    }

    /** Another sender may have been faster with the same packet. */
    private SendResult refused(Packet packet, SQLException e) {
        var name = packet.with(With.class).table();
        try (var pooled = connections.borrow()) {
            var table = catalogue.table(pooled.connection(), name);
            boolean had = table.isPresent()
                    && !known(pooled.connection(), table.get(), List.of(packet.idempotencyKey())).isEmpty();
            pooled.connection().rollback();
            if (had) {
                return SendResult.alreadyHad("insert " + name + ": had it");
            }
        } catch (SQLException | SendException | IOException _) {
            // Then it is told as the database told it.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return SendResult.reject("table " + name + ": " + Transactions.words(e, connections.dialect()));
    }
}
