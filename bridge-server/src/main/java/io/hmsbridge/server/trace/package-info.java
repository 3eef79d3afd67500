/** Traces by OpenTelemetry, for those who turn them on. */
package io.hmsbridge.server.trace;
