package io.hmsbridge.benchmarks.faults.plugin;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsSpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pf4j.Extension;

/** Misbehaves until a file appears, then posts packets as it should. */
@Extension
public final class FaultyConnectorFactory implements ConnectorFactory {

    public static final String NAME = "FaultyConnector";

    private static final int MUCH = 1 << 16;

    /** Settings of a target. */
    public record Target(@Setting("The service's address.") URI base,
            @Setting("How it misbehaves, and in which call.") String manner,
            @Setting("The file that ends it.") String healed) {}

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
        var faulty = new Faulty(context, context.settings(Target.class));
        faulty.misbehave("create");
        return faulty;
    }

    private static final class Faulty implements Connector {

        private final ConnectorContext context;
        private final Target target;
        private final Path healed;
        private final List<byte[]> leaked = new ArrayList<>();

        private Faulty(ConnectorContext context, Target target) {
            this.context = context;
            this.target = target;
            healed = Path.of(target.healed);
        }

        @Override
        public SendResult send(Packet packet) throws Exception {
            misbehave("send");
            var path = "/" + packet.key();
            return context.http().send(HttpCall.of("POST", target.base, path).packet(packet)
                    .header("X-Event", packet.origin().id()).header("X-Version", version())).result();
        }

        @Override
        public Health probe() throws Exception {
            misbehave("probe");
            return context.http().send(HttpCall.get(target.base)).health();
        }

        @Override
        public void close() {
            misbehave("close");
        }

        private static String version() {
            var version = FaultyConnectorFactory.class.getPackage().getImplementationVersion();
            return version == null ? "none" : version;
        }

        private void misbehave(String call) {
            if (!target.manner.endsWith("-" + call) || Files.exists(healed)) {
                return;
            }
            switch (target.manner.substring(0, target.manner.indexOf('-'))) {
                case "hang" -> hang();
                case "throw" -> throw new IllegalStateException("as it was told to");
                case "error" -> throw new NoClassDefFoundError("as it was told to");
                case "leak" -> leak();
                default -> throw new IllegalArgumentException("there is no manner " + target.manner);
            }
        }

        /** Does not hear an interrupt, as the worst do. */
        private void hang() {
            while (!Files.exists(healed)) {
                try {
                    TimeUnit.MILLISECONDS.sleep(50);
                } catch (InterruptedException e) {
                    context.logger().log(System.Logger.Level.DEBUG, "was interrupted, and goes on", e);
                }
            }
        }

        private synchronized void leak() {
            leaked.add(new byte[MUCH]);
            Thread.ofVirtual().start(this::hang);
            throw new IllegalStateException("as it was told to, after a leak");
        }
    }
}
