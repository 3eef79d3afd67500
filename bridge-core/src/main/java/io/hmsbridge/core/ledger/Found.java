package io.hmsbridge.core.ledger;

import java.util.List;
import java.util.Optional;

/**
 * A page of the packets that a filter finds.
 *
 * @param packets as many as were asked for at most; perhaps none though there are more, since only so many rows are looked through
 *     for one page, however rare what is looked for
 * @param next past which to look on; empty at the end
 * @param <A> a place in the order of the list
 */
public record Found<A>(List<PacketView> packets, Optional<A> next) {}
