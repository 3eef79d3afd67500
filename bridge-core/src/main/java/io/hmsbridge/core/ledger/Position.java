package io.hmsbridge.core.ledger;

/** A place in a lane: packets are sent in this order. */
public record Position(long sequence, int part) implements Comparable<Position> {

    /** Before every packet. */
    public static final Position HEAD = new Position(-1, 0);

    @Override
    public int compareTo(Position other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : Integer.compare(part, other.part);
    }
}
