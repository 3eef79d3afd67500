/** What clients and targets saw, and whether the promises were kept: for tests, simulations and fault campaigns. */
package io.hmsbridge.benchmarks.history;
