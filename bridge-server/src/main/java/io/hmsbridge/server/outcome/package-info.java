/** Tells whoever emitted an event what became of its packets: by events, which go the way of all events. */
package io.hmsbridge.server.outcome;
