/** What the database connectors cost beside the bare driver. */
package io.hmsbridge.benchmarks.jdbc;
