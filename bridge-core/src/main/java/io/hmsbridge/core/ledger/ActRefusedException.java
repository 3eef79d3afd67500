package io.hmsbridge.core.ledger;

import io.hmsbridge.core.problem.ProblemCode;

/** An operator's act that cannot be done; nothing was changed. The message says why, in words for people. */
public class ActRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    public ActRefusedException(ProblemCode code, String message) {
        super(message);
        this.code = code;
    }

    /** What kind of refusal it is. */
    public ProblemCode code() {
        return code;
    }
}
