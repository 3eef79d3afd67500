package acme.greeting;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.ReadableTarget;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pf4j.Extension;

/**
 * The source of greeting-1.0.0.jar beside it, which was built against API 1.0.0 and is kept as it is: whatever
 * becomes of the API within 1.x, that jar must go on to work. Do not build it anew.
 */
@Extension
public final class GreetingConnectorFactory implements ConnectorFactory, DescribesFields {

    public record Target(@Setting(value = "Before the name.", fallback = "Hello") String word,
            @Setting("None is needed.") Optional<Secret> secret,
            @Setting(value = "How long to wait.", fallback = "5s") Duration timeout) {}

    public record Use(@Setting(value = "After the name.", fallback = "!") String mark) {}

    @Override
    public String name() {
        return "Greeting";
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of(Target.class);
    }

    @Override
    public SettingsSpec use() {
        return SettingsSpec.of(Use.class);
    }

    @Override
    public List<Field> fields(Settings with) throws SettingsException {
        return List.of(new Field("name", "text", true, "Who is greeted."));
    }

    @Override
    public Connector create(ConnectorContext context) {
        return new Greeting(context, context.settings(Target.class));
    }

    private record Greeting(ConnectorContext context, Target target)
            implements BatchConnector, Previewing, ReadableTarget {

        @Override
        public int batchLimit() {
            return 10;
        }

        @Override
        public List<SendResult> sendBatch(List<Packet> packets) throws SendException {
            return packets.stream().map(this::greet).toList();
        }

        @SuppressWarnings("unchecked")
        private SendResult greet(Packet packet) {
            if (packet.fields().get("name") == null) {
                return SendResult.reject("nobody is named");
            }
            context.count("greeted", 1);
            context.logger().log(System.Logger.Level.DEBUG, "greeted at {0}", context.clock().instant());
            ((Consumer<String>) System.getProperties().get("acme.greeting")).accept(preview(packet));
            return SendResult.delivered("greeted " + context.target() + " under " + packet.idempotencyKey());
        }

        @Override
        public String preview(Packet packet) {
            return target.word() + " " + packet.fields().get("name") + packet.with().as(Use.class).mark();
        }

        @Override
        public Optional<Map<String, Object>> read(String key, Settings with) throws Exception {
            var reply = context.http().send(HttpCall.of("GET", URI.create("https://greetings.example"), "/" + key)
                    .timeout(target.timeout()).header("X-Greeting", "1"));
            return reply.status() == 404 ? Optional.empty() : Optional.of(Map.of("status", reply.status()));
        }

        @Override
        public Health probe() {
            return Health.awake("it greets");
        }
    }
}
