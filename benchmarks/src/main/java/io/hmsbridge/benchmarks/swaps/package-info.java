/** Plugins that are swapped while packets go through them. */
package io.hmsbridge.benchmarks.swaps;
