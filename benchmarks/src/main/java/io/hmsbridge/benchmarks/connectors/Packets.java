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

    /** A packet with a key that no other one of the turn has. */
    Packet of(int thread, int number) {
        long sequence = made.incrementAndGet();
        var id = new PacketId(sequence, TestContext.TARGET, 0, 0);
        var origin = new Packet.Origin("/benchmark", "event-" + sequence, "rate.changed", "subject", Instant.EPOCH,
                Instant.EPOCH);
        var fields = Map.of("rate", BigDecimal.valueOf(number, 2), "grade", "E" + number % 9, "note",
                "approved by the agency");
        return new Packet(id, "benchmark/" + id.text(), origin, thread + "-" + sequence, sequence, 1,
                Packet.Form.FIELDS, fields, with, "");
    }
}
