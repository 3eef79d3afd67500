package io.hmsbridge.core;

import io.hmsbridge.core.governance.Finding;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.Governance.Verdict;
import java.util.ArrayList;
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
        var patch = content instanceof List<?> operations ? new PatchValues(operations) : null;
        var passed = new ArrayList<Map<String, Object>>();
        var findings = new ArrayList<Finding>();
        for (var fields : patch == null ? List.of((Map<String, Object>) content) : patch.layers()) {
            switch (governance.vet(Governance.EXTERNAL_SYNC, target, fields, Set.of(), sources)) {
                case Verdict.Pass pass -> {
                    passed.add(pass.payload());
                    findings.addAll(pass.findings());
                }
                case Verdict.Block block -> {
                    return new Vetted(Map.of(), block.findings(), block.reason());
                }
            }
        }
        return new Vetted(patch == null ? passed.getFirst() : patch.in(passed), findings, "");
    }
}
