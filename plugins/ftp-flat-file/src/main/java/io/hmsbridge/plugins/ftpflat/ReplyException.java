package io.hmsbridge.plugins.ftpflat;

import java.io.IOException;

/** The server answered, and it was a no. The message has what was asked and the code, never the server's words. */
final class ReplyException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What a refusal means for the packet. */
    enum Meaning {
        RETRY, REJECT, TARGET_FAULT
    }

    private final Meaning meaning;

    ReplyException(Meaning meaning, String message) {
        super(message);
        this.meaning = meaning;
    }

    Meaning meaning() {
        return meaning;
    }

    /** @param command as it was sent, but for secrets */
    static ReplyException ofFtp(String command, int code) {
        var meaning = switch (code) {
            case 530, 532, 534, 535, 550, 553, 431 -> Meaning.TARGET_FAULT; // login, TLS, permission
            case 501 -> Meaning.REJECT; // a name that the server does not take
            default -> Meaning.RETRY; // 552 too: a quota is free again when files are fetched
        };
        return new ReplyException(meaning, command + " was answered with " + code + switch (code) {
            case 530 -> ": the login is refused; check 'user' and 'password'";
            case 550, 553 -> ": no permission, or no such folder"; // by RFC 959 553 is the name's; servers mean the folder
            case 452, 552 -> ": the server is full, or the quota used up";
            default -> "";
        });
    }
}
