package io.hmsbridge.core.mapping;

/** Why no packet could be made of an event: it ends dead with this message. Never holds a value of the event. */
final class MappingFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param where the sheet's line at fault */
    MappingFailure(String where, String message) {
        super(where + ": " + message, null, false, false);
    }
}
