package io.hmsbridge.plugins.mail;

/** The server was there, but its greeting, TLS or the login kept us out. */
final class NotAdmittedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param code the server's last, or none of SMTP's */
    NotAdmittedException(int code, Exception cause) {
        super("not admitted", cause);
        this.code = code;
    }

    int code() {
        return code;
    }
}
