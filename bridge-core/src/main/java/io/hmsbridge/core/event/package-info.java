/** Accepting events: reading them from JSON, and checking that they can be kept. */
package io.hmsbridge.core.event;
