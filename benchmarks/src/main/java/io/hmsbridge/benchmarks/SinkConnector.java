package io.hmsbridge.benchmarks;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Delivered;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsSpec;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Posts packets to the sink, the way a plugin would.
 *
 * @param onDelivered told of each packet that the sink took, before the bridge is
 * @param release lets calls return that hang or dawdle
 */
record SinkConnector(Consumer<Packet> onDelivered, CountDownLatch release) implements ConnectorFactory {

    static final String NAME = "SinkConnector";

    private static final int DAWDLING_SECONDS = 5;

    /** Settings of a target. */
    public record Target(@Setting("The sink's address.") URI base, @Setting("How it behaves.") String manner) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of(Target.class);
    }

    @Override
    public Connector create(ConnectorContext context) {
        var target = context.settings(Target.class);
        return switch (Setup.Manner.valueOf(target.manner)) {
            case POSTS, BOUNDED_APART, FOLDS, APART -> new Posting(context, target.base);
            case DAWDLES -> _ -> {
                var _ = release.await(DAWDLING_SECONDS, TimeUnit.SECONDS);
                return SendResult.delivered("after a while");
            };
            case HANGS -> _ -> {
                release.await();
                return SendResult.retry("the benchmark is over");
            };
        };
    }

    private final class Posting implements Connector {

        private final ConnectorContext context;
        private final URI base;

        private Posting(ConnectorContext context, URI base) {
            this.context = context;
            this.base = base;
        }

        @Override
        public SendResult send(Packet packet) throws Exception {
            var result = context.http().send(HttpCall.post(base).packet(packet)).result();
            if (result instanceof Delivered) {
                onDelivered.accept(packet);
            }
            return result;
        }

        @Override
        public Health probe() throws Exception {
            return context.http().send(HttpCall.get(base)).health();
        }
    }
}
