/** A plugin that misbehaves; in a jar of its own while the campaign runs. */
package io.hmsbridge.benchmarks.faults.plugin;
