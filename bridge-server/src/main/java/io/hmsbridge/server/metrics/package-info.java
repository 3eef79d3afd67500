/** What is counted and measured, for Prometheus. The engine tells of its commits; all else is asked of it when somebody looks. */
package io.hmsbridge.server.metrics;
