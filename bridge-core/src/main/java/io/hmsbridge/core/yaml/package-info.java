/**
 * YAML documents that people write (sheets, configuration, policies), read so that every problem is reported at once
 * with its file, line, column and what to do.
 *
 * <p>Start at {@link io.hmsbridge.core.yaml.YamlDocument#parse}. Uses no other package of the bridge.
 */
package io.hmsbridge.core.yaml;
