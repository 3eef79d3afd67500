package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.SendException;

/** A packet or its use of which no mail can be made: it is rejected. */
final class UnfitException extends SendException {

    private static final long serialVersionUID = 1L;

    /** @param message for people, with nothing of the packet in it */
    UnfitException(String message) {
        super(Kind.REJECT, message);
    }
}
