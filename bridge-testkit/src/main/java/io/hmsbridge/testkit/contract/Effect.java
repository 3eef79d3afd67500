package io.hmsbridge.testkit.contract;

/**
 * What a packet did in the counterpart.
 *
 * @param content as the counterpart understood it, in the values of {@link io.hmsbridge.api.Values}
 */
public record Effect(Object content) {}
