package io.hmsbridge.core.governance;

/** Something that a plugin adds to governance failed. Says what and how, and nothing that the plugin says: it may quote a value. */
public final class ExtensionFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ExtensionFailedException(String message) {
        super(message);
    }
}
