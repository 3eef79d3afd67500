package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.api.Values;
import java.time.Instant;
import java.util.Map;

/** Packets for layouts and names. */
final class Packets {

    private Packets() {}

    /** The record of a packet by itself. */
    static byte[] record(Layout layout, Packet packet) throws UnfitException {
        var block = new Block();
        block.add(layout.records(layout.columns(java.util.List.of(packet))), packet);
        return block.toBytes();
    }

    static Packet of(long event, Map<String, ?> fields) {
        return of(new PacketId(event, "mainframe", 0, 0), "pd", fields);
    }

    static Packet of(PacketId id, String key, Map<String, ?> fields) {
        var at = Instant.parse("2026-12-07T23:30:00Z");
        try {
            return new Packet(id, "test/" + id.text(), new Packet.Origin("/test", "e", "policy.updated", "pd", at, at),
                    key,
                    1, 1, Packet.Form.FIELDS, Values.ofMap(fields), SettingsSpec.NONE.read(Map.of(), _ -> null), "");
        } catch (SettingsException e) {
            throw new AssertionError(e);
        }
    }
}
