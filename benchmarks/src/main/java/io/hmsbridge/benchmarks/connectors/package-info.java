/** What connectors cost beside the bare libraries that do the same work against the same servers. */
package io.hmsbridge.benchmarks.connectors;
