/** What mapping an event costs by itself, measured by JMH: benchmarks/run-mapping. */
package io.hmsbridge.benchmarks.mapping;
