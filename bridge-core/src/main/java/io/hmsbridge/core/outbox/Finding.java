package io.hmsbridge.core.outbox;

/**
 * What a test has found in one respect.
 *
 * @param check in which; of a target: {@code connector}, {@code settings}, {@code dns}, {@code connect}, {@code tls}, {@code login}
 * @param detail what it found, for people
 * @param mend what to do, or empty
 */
public record Finding(String check, Verdict verdict, String detail, String mend) {

    /** How it is. */
    public enum Verdict {
        OK, FAILED,
        /** It cannot be told without sending a packet. */
        UNKNOWN
    }

    public static Finding ok(String check, String detail) {
        return new Finding(check, Verdict.OK, detail, "");
    }

    public static Finding failed(String check, String detail, String mend) {
        return new Finding(check, Verdict.FAILED, detail, mend);
    }

    public static Finding unknown(String check, String detail) {
        return new Finding(check, Verdict.UNKNOWN, detail, "");
    }
}
