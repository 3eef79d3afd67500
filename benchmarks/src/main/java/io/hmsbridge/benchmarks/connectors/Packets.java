package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.TestContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The packets of all comparisons: three fields, made for one use of a connector, as those of one sheet are. */
final class Packets {

    private final AtomicLong made = new AtomicLong();
    private final Settings with;

    Packets(ConnectorFactory factory, Map<String, ?> with) throws SettingsException {
        this.with = factory.use().read(with, _ -> null);
    }

    /** The packet of this number, always the same. */
    Packet numbered(long number, String note) {
        return packet(number, "key-" + number, number, note);
    }

    /** A packet with a key that no other one of the turn has. */
    Packet of(int thread, int number) {
        long sequence = made.incrementAndGet();
        return packet(sequence, thread + "-" + sequence, number, "approved by the agency");
    }

    private Packet packet(long sequence, String key, long number, String note) {
        var id = new PacketId(sequence, TestContext.TARGET, 0, 0);
        var origin = new Packet.Origin("/benchmark", "event-" + sequence, "rate.changed", "subject", Instant.EPOCH,
                Instant.EPOCH);
        var fields = Map.of("rate", BigDecimal.valueOf(number, 2), "grade", "E" + number % 9, "note", note);
        return new Packet(id, "benchmark/" + id.text(), origin, key, sequence, 1,
                Packet.Form.FIELDS, fields, with, "");
    }
}
