package io.hmsbridge.server.metrics;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.LoadedPlugin.State;
import io.hmsbridge.core.plugin.PluginCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** How the plugins stand. */
final class PluginGauges {

    private final MeterRegistry registry;
    private final MultiGauge plugins;
    private final MultiGauge states;
    private final MultiGauge leaks;

    PluginGauges(MeterRegistry registry) {
        this.registry = registry;
        plugins = gauge("bridge.plugins", "Plugin jars, by state");
        states = gauge("bridge.plugin.state", "Jars that hold this version of a plugin, by state");
        leaks = gauge("bridge.plugin.leaked.loaders", "Unloaded versions of a plugin whose classes stay in memory");
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    void watch(Bridge bridge) {
        count("bridge.plugin.swaps", "How often a version of a plugin took the place of another", bridge,
                PluginCounts::swaps);
        count("bridge.plugin.refusals", "How often a plugin jar was refused", bridge, PluginCounts::refusals);
    }

    private void count(String name, String description, Bridge bridge, ToDoubleFunction<PluginCounts> count) {
        FunctionCounter.builder(name, bridge, b -> count.applyAsDouble(b.pluginCounts())).description(description)
                .register(registry);
    }

    void refresh(Bridge bridge) {
        var all = bridge.plugins();
        plugins.register(rows(Arrays.stream(State.values()).collect(Collectors.toMap(
                state -> Tags.of("state", Gauges.label(state)),
                state -> all.stream().filter(p -> p.state() == state).count()))), true);
        states.register(rows(all.stream().filter(plugin -> !plugin.id().isEmpty())
                .collect(Collectors.groupingBy(PluginGauges::tags, Collectors.counting()))), true);
        leaks.register(bridge.pluginCounts().leaked().entrySet().stream()
                .map(leaked -> Row.of(Tags.of("plugin", leaked.getKey()), leaked.getValue())).toList(), true);
    }

    private static List<Row<?>> rows(Map<Tags, Long> counts) {
        return counts.entrySet().stream().<Row<?>>map(count -> Row.of(count.getKey(), count.getValue())).toList();
    }

    private static Tags tags(LoadedPlugin plugin) {
        return Tags.of("plugin", plugin.id(), "version", plugin.version(), "state", Gauges.label(plugin.state()));
    }
}
