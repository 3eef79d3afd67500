package io.hmsbridge.server.access;

/** What somebody may do. */
public enum Right {
    /** Hand in events. */
    EMIT,
    /** See what there is and what became of it. */
    LOOK,
    /** Pause, requeue, discard, redirect, replay. */
    OPERATE,
    /** Decide what waits for a second person's consent. */
    APPROVE,
    /** Make and revoke tokens, and change the server itself. */
    ADMINISTER
}
