package io.hmsbridge.core.egress;

import java.io.IOException;

/** An answer's body is longer than its target's settings allow. */
final class AnswerTooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    AnswerTooLongException(int limit) {
        super("the answer is longer than " + Words.ofBytes(limit));
    }
}
