package io.hmsbridge.benchmarks.swaps.plugin;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.SendResult;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.pf4j.Extension;

/** Takes a millisecond for each packet, and tells of each, and of its class loader. */
@Extension
public final class CountedConnectorFactory implements ConnectorFactory {

    public static final String NAME = "Counted";

    /** Plugin and benchmark share the JDK's classes alone: the consumer of what is sent is found by this name. */
    public static final String TOLD = "io.hmsbridge.benchmarks.swaps";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Connector create(ConnectorContext context) {
        var told = (BiConsumer<Object, Long>) System.getProperties().get(TOLD);
        told.accept(getClass().getClassLoader(), 0L);
        return packet -> {
            TimeUnit.MILLISECONDS.sleep(1);
            told.accept(packet.key() + " " + packet.idempotencyKey(), packet.sequence());
            return SendResult.delivered("counted");
        };
    }
}
