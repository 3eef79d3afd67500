package io.hmsbridge.core.ledger;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A token on its way into the ledger; see {@link Token}. */
public record NewToken(String name, List<String> roles, List<String> sources, List<String> targets,
        Instant expiresAt) {

    private static final int LONGEST = 200;

    /** @throws IllegalArgumentException if a part of it cannot be kept, saying which */
    public NewToken {
        roles = List.copyOf(roles);
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,59}")) {
            throw new IllegalArgumentException(
                    "name: must be up to 60 letters, digits, dots, dashes, underscores or @");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("roles: name at least one");
        }
        Stream.concat(sources.stream(), targets.stream()).forEach(scope -> {
            if (scope.isBlank() || scope.length() > LONGEST || scope.codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "sources, targets: each is one line of at most %d characters".formatted(LONGEST));
            }
        });
    }
}
