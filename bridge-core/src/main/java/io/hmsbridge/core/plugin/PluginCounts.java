package io.hmsbridge.core.plugin;

import java.util.Map;

/**
 * What has become of plugins since the start.
 *
 * @param swaps how often one version took the place of another
 * @param refusals how often a jar was refused
 * @param leaked by plugin id, how many unloaded versions stay in memory
 */
public record PluginCounts(long swaps, long refusals, Map<String, Long> leaked) {

    public static final PluginCounts NONE = new PluginCounts(0, 0, Map.of());
}
