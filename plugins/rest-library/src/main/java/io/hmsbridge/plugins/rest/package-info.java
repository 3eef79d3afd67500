/**
 * What all REST connectors share: templates over a packet's fields, bodies, logins, signatures, and what an answer means.
 *
 * <p>{@link io.hmsbridge.plugins.rest.RestConnector} sends packets to a {@link io.hmsbridge.plugins.rest.RestTarget} in the
 * way of a {@link io.hmsbridge.plugins.rest.RestUse}. Calls go out through the bridge's own client; nothing else is bundled.
 */
package io.hmsbridge.plugins.rest;
