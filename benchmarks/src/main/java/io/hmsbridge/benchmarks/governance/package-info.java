/** What vetting costs, without a ledger, a target or another thread. */
package io.hmsbridge.benchmarks.governance;
