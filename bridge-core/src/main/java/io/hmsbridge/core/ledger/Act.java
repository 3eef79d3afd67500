package io.hmsbridge.core.ledger;

import java.time.Instant;

/**
 * What an operator did, as the ledger has it.
 *
 * @param who did it
 * @param kind a word for what was done, such as {@code requeue}
 * @param why the reason given, or empty
 * @param detail what it was done to, without any payload
 * @param count to how many packets or targets
 */
public record Act(long id, Instant at, String who, String kind, String why, String detail, long count) {}
