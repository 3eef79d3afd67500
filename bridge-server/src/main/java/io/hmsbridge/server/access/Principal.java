package io.hmsbridge.server.access;

import java.util.List;
import java.util.Set;

/**
 * Who asks, as far as a token tells.
 *
 * @param name whose token it is
 * @param sources the event sources it reaches, each exact or with a {@code *} at its end; empty for all
 * @param targets the targets it reaches, likewise
 */
public record Principal(String name, Set<Role> roles, List<String> sources, List<String> targets) {

    /** Takes copies. */
    public Principal {
        roles = Set.copyOf(roles);
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
    }

    /** Of whoever has the server's own token. */
    public static final Principal ADMIN = new Principal("admin", Set.of(Role.ADMIN), List.of(), List.of());

    public boolean may(Right right) {
        return roles.stream().anyMatch(role -> role.includes(right));
    }

    public boolean reachesSource(String source) {
        return reaches(sources, source);
    }

    public boolean reachesTarget(String target) {
        return reaches(targets, target);
    }

    public boolean reachesAllTargets() {
        return targets.isEmpty();
    }

    /** Whether it reaches only a part of what the server has. */
    public boolean isScoped() {
        return !sources.isEmpty() || !targets.isEmpty();
    }

    private static boolean reaches(List<String> scopes, String name) {
        return scopes.isEmpty() || scopes.stream().anyMatch(scope -> scope.endsWith("*")
                ? name.startsWith(scope.substring(0, scope.length() - 1)) : scope.equals(name));
    }
}
