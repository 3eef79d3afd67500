package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What is kept of a token: whoever has it may do what its roles say, as far as its sources and targets reach.
 *
 * @param name whose it is
 * @param sources the event sources it reaches; empty for all
 * @param targets the targets it reaches; empty for all
 * @param expiresAt null if it does not expire
 * @param revokedAt null if it was not revoked
 */
public record Token(long id, String name, List<String> roles, List<String> sources, List<String> targets,
        Instant createdAt, Instant expiresAt, Instant revokedAt) {

    /** Takes copies. */
    public Token {
        roles = List.copyOf(roles);
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
    }

    /** Whether it counts at a time. */
    public boolean isValid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
