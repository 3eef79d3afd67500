package io.hmsbridge.plugins.jdbc;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Sends packets to tables of one database. */
public class DatabaseConnector implements BatchConnector, Previewing {

    private final Connections connections;
    private final Catalogue catalogue = new Catalogue();
    private final Database database;
    private final TableWriter writer;
    private final Rows rows;
    private final Function<Settings, Use> uses;

    /**
     * @param uses of a use's settings
     * @param within more to be done in the transaction that writes
     */
    public DatabaseConnector(Connections connections, Rows rows, Function<Settings, Use> uses,
            TableWriter.Within within) {
        this.connections = connections;
        this.rows = rows;
        this.uses = uses;
        this.database = connections.database();
        var dedupe = new Dedupe(database.dedupeTable(), connections.dialect(), database.createTables());
        writer = new TableWriter(connections, catalogue, rows, packet -> uses.apply(packet.with()), dedupe, within);
    }

    /** The tables it has looked up; its probe asks for those that were missing. */
    protected final Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public int batchLimit() {
        return database.batch();
    }

    @Override
    public List<SendResult> sendBatch(List<Packet> packets) throws SendException, IOException, InterruptedException {
        return writer.send(packets);
    }

    /** The statement and what is bound to it; neither types nor columns are checked. */
    @Override
    public String preview(Packet packet) {
        try {
            return rows.preview(uses.apply(packet.with()), packet);
        } catch (UnfitException e) {
            return "no statement: " + e.getMessage();
        }
    }

    /** Asleep while the database does not answer, refuses the login, or lacks a table that was asked for. */
    @Override
    public Health probe() throws IOException, InterruptedException {
        try (var pooled = connections.borrow()) {
            try {
                for (var name : catalogue.missing()) {
                    if (catalogue.table(pooled.connection(), name).isEmpty()
                            && !(name.equals(database.dedupeTable()) && database.createTables())) {
                        return Health.asleep("table " + name + " is missing");
                    }
                }
                boolean alive = pooled.connection()
                        .isValid(Math.toIntExact(Math.max(1, connections.timeout().toSeconds())));
                pooled.connection().rollback();
                return alive ? Health.awake(connections.dialect().shown()) : Health.asleep("it does not answer");
            } catch (SQLException e) {
                pooled.broken();
                return Health.asleep(Failure.of(e, connections.dialect()).words());
            }
        } catch (SendException e) {
            return Health.asleep(e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        connections.close();
    }
}
