package io.hmsbridge.core.governance;

import io.hmsbridge.core.governance.Governance.Verdict;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.yaml.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A test that stands in a policy.
 *
 * @param target who is to have it, or the role of who looks
 * @param passes what is to be left of the content; empty if it is to be blocked
 * @param blocks the classes on account of which it is to be blocked
 */
record PolicyTest(String name, String action, String target, Map<String, Object> content,
        Optional<Map<String, Object>> passes, Set<String> blocks, Position position) {

    TestResult run(Policy policy) {
        var place = position.source().name() + ":" + position.line();
        return new TestResult(name, place, differences(
                new Vet(policy, new FieldNames(), policy.rules(action, target, Set.of()), Budget.NONE)
                        .verdict(content)));
    }

    private List<String> differences(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass(var payload, var _, var _) when passes.isPresent() -> payload.equals(passes.get())
                    ? List.of()
                    : List.of("expected " + ExactJson.writeString(passes.get()),
                            "it passes " + ExactJson.writeString(payload));
            case Verdict.Pass(var payload, var _, var _) ->
                    List.of("expected to be blocked for " + String.join(", ", new TreeSet<>(blocks)),
                            "it passes " + ExactJson.writeString(payload));
            case Verdict.Block(var reason, var _, var _) when passes.isPresent() ->
                    List.of("expected " + ExactJson.writeString(passes.get()), "it is blocked: " + reason);
            case Verdict.Block(var _, var findings, var _) -> {
                var found = new TreeSet<String>();
                findings.stream().filter(f -> f.action() == Action.BLOCK)
                        .forEach(f -> found.add(f.dataClass().label()));
                yield found.equals(blocks) ? List.of()
                        : List.of("expected to be blocked for " + String.join(", ", new TreeSet<>(blocks)),
                                "it is blocked for " + String.join(", ", found));
            }
        };
    }
}
