/**
 * The fault campaign: real servers, a real PostgreSQL and real HTTP, to which things happen under load; and whether the promises of
 * the design held, judged by {@link io.hmsbridge.benchmarks.history.HistoryCheck} from what clients and targets saw.
 */
package io.hmsbridge.benchmarks.faults;
