package io.hmsbridge.core.governance;

import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tests:} of a policy. */
final class PolicyTestsReader {

    private final List<String> labels;

    /** @param labels of all classes that the policy knows */
    PolicyTestsReader(List<String> labels) {
        this.labels = labels;
    }

    List<PolicyTest> read(MapReader map) {
        var tests = new ArrayList<PolicyTest>();
        for (var test : map.children("tests")) {
            test.allowOnly("name", "target", "role", "content", "passes", "blocks");
            tests.add(test(test, test.text("name").orElse("test " + (tests.size() + 1))));
        }
        return tests;
    }

    private PolicyTest test(MapReader test, String name) {
        var role = test.text("role").optional();
        role.filter(word -> !Policy.ROLES.contains(word)).ifPresent(word -> test.error("role",
                "there is no role `" + word + "`", Suggestion.didYouMean(word, Policy.ROLES, "")));
        if (role.isPresent() && test.node("target").isPresent()) {
            test.error("role", "a test is for a target or for a role, not for both", "");
        }
        test.requiredChild("content");
        var passes = test.node("passes").isPresent() ? Optional.of(test.values("passes").orElse(Map.of()))
                : Optional.<Map<String, Object>>empty();
        var blocks = test.texts("blocks").orElse(List.of());
        blocks.stream().filter(label -> !labels.contains(label)).forEach(label -> test.error("blocks",
                "there is no class `" + label + "`", Suggestion.didYouMean(label, labels, "")));
        if (passes.isPresent() == !blocks.isEmpty()) {
            test.error("content", "say what is expected", "Either what `passes`, or which classes it `blocks`.");
        }
        return new PolicyTest(name, role.isPresent() ? Governance.VIEW : Governance.EXTERNAL_SYNC,
                role.or(() -> test.text("target").optional()).orElse(""), test.values("content").orElse(Map.of()),
                passes, Set.copyOf(blocks), test.node().position());
    }
}
