package io.hmsbridge.core.mapping.convert;

/** A value that cannot be converted. The message never holds the value. */
public final class ConversionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConversionException(String message) {
        super(message, null, false, false);
    }
}
