/**
 * What the engine costs, end to end: beside a pipeline that writes the same rows and has no engine, with a real PostgreSQL and
 * a real HTTP sink. {@link io.hmsbridge.benchmarks.Benchmark} conducts; each of the two pipelines runs in a
 * {@link io.hmsbridge.benchmarks.Worker}, a process of its own.
 */
package io.hmsbridge.benchmarks;
