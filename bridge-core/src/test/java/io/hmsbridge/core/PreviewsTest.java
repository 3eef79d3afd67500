package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.HttpCall;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.Previewing;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetBench.Tried;
import io.hmsbridge.core.mapping.Timing;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.plugin.Connectors;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A dry run shows what a connector would send, and nothing is sent. */
class PreviewsTest {

    private static final Event EVENT = Event.of("rate.changed", Map.of("rate", 68L));

    record Target(@Setting("Where.") String base) {}

    record Use(@Setting(value = "Below.", fallback = "/v1") String path) {}

    /** Shows a call; with the path /greedy it wants to make it. */
    private static final class Shows implements ConnectorFactory {

        private final AtomicInteger open = new AtomicInteger();

        @Override
        public String name() {
            return "Shows";
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
        public Connector create(ConnectorContext context) {
            open.incrementAndGet();
            return new Shown(context, open);
        }
    }

    private record Shown(ConnectorContext context, AtomicInteger open) implements Connector, Previewing {

        @Override
        public SendResult send(Packet packet) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public String preview(Packet packet) {
            var call = context.settings(Target.class).base() + packet.with(Use.class).path();
            if (call.endsWith("/greedy")) {
                try {
                    context.http().send(HttpCall.get(URI.create(call)));
                } catch (SendException | InterruptedException e) {
                    throw new IllegalStateException("s3cret", e);
                }
            }
            return "PATCH " + call + " " + packet.key() + " " + packet.fields();
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private final Shows shows = new Shows();
    private final Previews previews = new Previews(Connectors.of(shows), _ -> null);

    @Test
    void theRequestIsShownAndTheConnectorClosedAgain() {
        assertThat(preview(Map.of("base", "https://hr"), Map.of("path", "/v2")))
                .isEqualTo("PATCH https://hr/v2 k {dailyRate=68}");
        assertThat(shows.open).hasValue(0);
    }

    @Test
    void whatIsMissingIsToldAndWhatAConnectorThrowsIsNotRepeated() {
        assertThat(preview(Map.of(), Map.of())).startsWith("Shows cannot show its request: ")
                .contains("'base' is required");
        assertThat(preview(Map.of("base", "x"), Map.of("pth", "/v2"))).contains("there is no setting 'pth'");
        assertThat(preview(Map.of("base", "https://hr"), Map.of("path", "/greedy")))
                .isEqualTo("Shows cannot show its request: IllegalStateException");
        assertThat(shows.open).hasValue(0);
    }

    @Test
    void aConnectorThatIsNotThereShowsNothing() {
        assertThat(previews.of(TargetSpec.of("t", "Gone"), EVENT, packet(Map.of()), Packet.Form.FIELDS, Map.of()))
                .isEmpty();
    }

    private String preview(Map<String, Object> settings, Map<String, Object> with) {
        return previews.of(TargetSpec.of("t", "Shows").with(settings), EVENT, packet(with), Packet.Form.FIELDS,
                Map.of("dailyRate", 68L));
    }

    private static Tried.Packet packet(Map<String, Object> with) {
        return new Tried.Packet("t", "Shows", with, 0, "k", false, Timing.NONE, new Mapped.Result.Unchanged(""),
                List.of());
    }
}
