package io.hmsbridge.core.ledger;

/**
 * A row of {@code packet}.
 *
 * @param target the target's number
 * @param form the ordinal of its form
 * @param content the JSON bytes as stored
 */
record Revision(long event, int target, int part, int rev, long sequence, String key, int form, int sheet,
        Governed governed, byte[] content) {}
