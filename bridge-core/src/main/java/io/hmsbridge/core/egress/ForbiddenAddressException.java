package io.hmsbridge.core.egress;

import java.net.UnknownHostException;

/**
 * A host has no address that its target's policy lets it connect to. Nothing was connected, and nothing will be until a
 * person changes the target's settings: a target fault.
 */
public final class ForbiddenAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String message) {
        super(message);
    }
}
