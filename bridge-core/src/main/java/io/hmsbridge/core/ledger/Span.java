package io.hmsbridge.core.ledger;

/** A range of sequences, both ends included. */
public record Span(long low, long high) {

    public boolean contains(long sequence) {
        return sequence >= low && sequence <= high;
    }

    /** From the lower low to the higher high. */
    public Span over(Span other) {
        return new Span(Math.min(low, other.low), Math.max(high, other.high));
    }

    static Span of(long[] numbers) {
        return new Span(numbers[0], numbers[numbers.length - 1]);
    }
}
