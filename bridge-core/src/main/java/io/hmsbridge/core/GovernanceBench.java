package io.hmsbridge.core;

import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

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
        Function<Map<String, Object>, Verdict> vet =
                fields -> governance.vet(Governance.EXTERNAL_SYNC, target, fields, Set.of(), sources);
        if (content instanceof List<?> operations) {
            var decided = new PatchValues(operations).decided(vet);
            return vetted(decided.verdict(), decided.operations());
        }
        var verdict = vet.apply((Map<String, Object>) content);
        return vetted(verdict, verdict instanceof Verdict.Pass pass ? pass.payload() : Map.of());
    }

    private static Vetted vetted(Verdict verdict, Object left) {
        return verdict instanceof Verdict.Block block ? new Vetted(Map.of(), block.findings(), block.reason())
                : new Vetted(left, verdict.findings(), "");
    }
}
