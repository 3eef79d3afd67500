package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.util.Map;

/** The packets of all comparisons: three fields, made for one kind of connector. */
final class Packets {

    private final TestPackets packets;
    private final Map<String, ?> with;

    Packets(ConnectorFactory factory, Map<String, ?> with) {
        packets = new TestPackets(factory);
        this.with = with;
    }

    Packet of(int thread, int number) throws Exception {
        var made = packets.of(Map.of("rate", BigDecimal.valueOf(number, 2), "grade", "E" + number % 9, "note",
                "approved by the agency"), with);
        return new Packet(made.id(), made.idempotencyKey(), made.origin(), thread + "-" + made.sequence(),
                made.sequence(), 1, made.form(), made.content(), made.with(), "");
    }
}
