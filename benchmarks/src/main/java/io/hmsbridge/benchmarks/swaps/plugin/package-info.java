/** What is swapped. */
package io.hmsbridge.benchmarks.swaps.plugin;
