/** The engine on a clock, a scheduler and a ledger of its own: the same seed gives the same history. */
package io.hmsbridge.benchmarks.simulation;
