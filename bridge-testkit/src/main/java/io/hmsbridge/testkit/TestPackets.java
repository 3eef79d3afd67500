package io.hmsbridge.testkit;

import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.Values;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Makes packets as the bridge would hand them to one kind of connector, each of an event of its own. */
public final class TestPackets {

    private static final Instant NOON = Instant.parse("2026-12-07T12:00:00Z");

    private final ConnectorFactory factory;
    private final AtomicLong made = new AtomicLong();

    /** @param factory whose connectors will get the packets: its use settings check {@code with} */
    public TestPackets(ConnectorFactory factory) {
        this.factory = factory;
    }

    /** A packet of fields, used with the defaults. */
    public Packet of(Map<String, ?> fields) throws SettingsException {
        return of(fields, Map.of());
    }

    /** @param with the use's settings, as in a sheet */
    public Packet of(Map<String, ?> fields, Map<String, ?> with) throws SettingsException {
        long number = made.incrementAndGet();
        var id = new PacketId(number, TestContext.TARGET, 0, 0);
        var origin = new Packet.Origin("/test", "event-" + number, "test.happened", "subject", NOON, NOON);
        return new Packet(id, "test/" + id.text(), origin, "key", number, 1, Packet.Form.FIELDS, Values.ofMap(fields),
                factory.use().read(with, _ -> null), "");
    }
}
