package io.hmsbridge.core.mapping;

import java.util.Optional;
import java.util.Set;

/** What mapping must know of targets. */
public interface TargetDirectory {

    /** The connector of a target that is declared; empty if it is not. */
    Optional<String> declaredConnector(String target);

    /** The names of declared targets. */
    Set<String> declaredTargets();

    /** The names of the connectors that there are. */
    Set<String> connectors();

    /** The number of a target; one that is not declared becomes an implicit one with this connector. */
    int number(String target, String connector);
}
