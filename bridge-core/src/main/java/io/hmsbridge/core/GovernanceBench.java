package io.hmsbridge.core;

import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tries out governance without a server, on what a packet would hold. */
public final class GovernanceBench {

    /**
     * What governance makes of a content.
     *
     * @param content  what would be sent; empty if it is blocked
     * @param findings what was done to it, without values
     * @param blocked  why it is blocked, or empty
     */
    public record Vetted(Object content, List<Finding> findings, String blocked) {}

    private GovernanceBench() {}

    /** Vets the content of a packet: fields, or the operations of a JSON Patch. */
    public static Vetted tryOut(Governance governance, String target, Object content) {
        return tryOut(governance, target, content, Map.of());
    }

    /** The same, with what fields were called where they come from. */
    @SuppressWarnings("unchecked") // the forms of a packet are a list of operations or a map
    public static Vetted tryOut(Governance governance, String target, Object content, Map<String, String> sources) {
        var operations = content instanceof List<?> list ? list : null;
        var fields = operations == null ? (Map<String, Object>) content : PatchValues.of(operations);
        return switch (governance.vet(Governance.EXTERNAL_SYNC, target, fields, Set.of(), sources)) {
            case Verdict.Pass(var passed, var findings, var _) ->
                    new Vetted(operations == null ? passed : PatchValues.in(operations, passed), findings, "");
            case Verdict.Block(var reason, var findings, var _) -> new Vetted(Map.of(), findings, reason);
        };
    }
}
