package io.hmsbridge.api;

import java.util.Map;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * What a plugin exports to keep packets from leaving for reasons that no list of classes can give, such as two fields that must not go
 * together. It is asked after the policy has masked, hashed and dropped, and can only tighten: what it objects to is blocked, until an
 * approver releases it under the rule's name. Annotate the class with PF4J's {@code @Extension}; it needs a public constructor without
 * parameters, and one instance lives as long as the plugin is loaded.
 *
 * <p>Where it throws, or has not answered within five seconds, the packet is blocked.
 */
public interface VetRule extends ExtensionPoint {

    /**
     * Its name, as approvers and reports have it: small letters, digits and dashes, such as {@code no-case-with-name}. Constant, and
     * taken once among the plugins that are loaded.
     */
    String name();

    /**
     * Why a packet must not leave; empty if it may. Called by many threads at once; must not block, nor change, keep or log what it is
     * given.
     *
     * @param target the name of the target that is to have it
     * @param content what it would get, of {@linkplain Values closed value types}; of a JSON Patch the values by their paths
     * @return a reason that names fields and never quotes a value; never null
     */
    Optional<String> objection(String target, Map<String, Object> content);
}
