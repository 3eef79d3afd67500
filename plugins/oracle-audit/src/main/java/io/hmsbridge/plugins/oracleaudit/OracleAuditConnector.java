package io.hmsbridge.plugins.oracleaudit;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.plugins.jdbc.Connections;
import io.hmsbridge.plugins.jdbc.DatabaseConnector;
import io.hmsbridge.plugins.jdbc.Rows;
import io.hmsbridge.plugins.jdbc.TableWriter;
import io.hmsbridge.plugins.oracleaudit.OracleAuditConnectorFactory.Keeping;
import io.hmsbridge.plugins.oracleaudit.OracleAuditConnectorFactory.With;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Appends packets to the audit table, or changes the rows of their keys where a sheet wants that. */
final class OracleAuditConnector extends DatabaseConnector {

    private final AuditWriter audit;

    OracleAuditConnector(Connections connections) {
        super(connections, new Rows(connections.dialect()), With::of, TableWriter.Within.NOTHING);
        audit = new AuditWriter(connections, catalogue());
    }

    @Override
    public List<SendResult> sendBatch(List<Packet> packets) throws SendException, IOException, InterruptedException {
        var appended = new ArrayList<Packet>();
        var upserted = new ArrayList<Packet>();
        for (var packet : packets) {
            (packet.with(With.class).mode() == Keeping.APPEND ? appended : upserted).add(packet);
        }
        if (upserted.isEmpty()) {
            return audit.send(appended);
        }
        if (appended.isEmpty()) {
            return super.sendBatch(upserted);
        }
        var results = new IdentityHashMap<Packet, SendResult>();
        put(results, appended, audit.send(appended));
        put(results, upserted, super.sendBatch(upserted));
        return packets.stream().map(results::get).toList();
    }

    @Override
    public String preview(Packet packet) {
        return packet.with(With.class).mode() == Keeping.APPEND ? AuditTable.preview(packet) : super.preview(packet);
    }

    private static void put(IdentityHashMap<Packet, SendResult> results, List<Packet> packets, List<SendResult> own) {
        for (int i = 0; i < packets.size(); i++) {
            results.put(packets.get(i), own.get(i));
        }
    }
}
