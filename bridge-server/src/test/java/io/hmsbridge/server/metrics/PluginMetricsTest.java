package io.hmsbridge.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.server.authoring.SourcePlugin;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What /metrics says of plugins that come, are swapped, refused, and do not go. */
class PluginMetricsTest {

    private static final String STOP = "io.hmsbridge.server.metrics.PluginMetricsTest.stop";

    @TempDir
    private Path folder;

    @AfterEach
    void stopTheTimer() {
        System.setProperty(STOP, "now");
    }

    @Test
    void statesSwapsRefusalsLeaksAndThePauseOfTheLaneAreMeasured() throws Exception {
        var plugins = Files.createDirectory(folder.resolve("plugins"));
        build("1.0.0", """
                new java.util.Timer("runs-on", true).schedule(new java.util.TimerTask() {
                    @Override public void run() { if (System.getProperty("%s") != null) cancel(); }
                }, 0, 20);
                """.formatted(STOP), plugins);
        Files.writeString(plugins.resolve("text.jar"), "a text");
        try (var server = ServedBridge.start(folder.resolve("server"),
                b -> b.plugins(plugins).targets(List.of(TargetSpec.of("greeted", "Hello"))));
                var api = new ApiClient(server.uri())) {
            assertThat(api.lines("/metrics").toList()).contains(
                    "bridge_plugins{state=\"active\"} 1.0", "bridge_plugins{state=\"refused\"} 1.0",
                    "bridge_plugin_state{plugin=\"hello\",state=\"active\",version=\"1.0.0\"} 1.0",
                    "bridge_plugin_refusals_total 1.0", "bridge_plugin_swaps_total 0.0");

            build("2.0.0", "", plugins);

            await().untilAsserted(() -> {
                System.gc();
                assertThat(api.lines("/metrics").toList()).contains(
                        "bridge_plugin_state{plugin=\"hello\",state=\"active\",version=\"2.0.0\"} 1.0",
                        "bridge_plugin_swaps_total 1.0",
                        "bridge_lane_swap_pause_seconds_count{target=\"greeted\"} 1",
                        "bridge_plugin_leaked_loaders{plugin=\"hello\"} 1.0");
            });
        }
    }

    /** @param starting what its code does when it is loaded */
    private void build(String version, String starting, Path plugins) throws Exception {
        var source = Files.writeString(folder.resolve("Hello.java"), """
                import io.hmsbridge.api.*;

                @org.pf4j.Extension
                public final class Hello implements ConnectorFactory {
                    public Hello() {
                        %s
                    }
                    public String name() { return "Hello"; }
                    public Connector create(ConnectorContext context) { return packet -> SendResult.delivered("hello"); }
                }
                """.formatted(starting));
        new SourcePlugin(List.of(source), "", version).build(plugins.resolve("hello.jar"));
    }
}
