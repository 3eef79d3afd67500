package io.hmsbridge.core.mapping.convert;

/** Turns one value into another. Immutable, and safe to use from many threads. */
@FunctionalInterface
public interface Conversion {

    /** Leaves everything as it is. */
    Conversion NONE = value -> value;

    /**
     * The value as it is to be sent; never called with null.
     *
     * @throws ConversionException if that cannot be, saying why
     */
    Object apply(Object value);

    /** This one, and then another. */
    default Conversion then(Conversion next) {
        return value -> next.apply(apply(value));
    }
}
