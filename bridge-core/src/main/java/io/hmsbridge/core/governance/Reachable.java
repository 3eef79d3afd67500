package io.hmsbridge.core.governance;

import io.hmsbridge.core.governance.Policy.Rule;
import io.hmsbridge.core.governance.Policy.Tag;
import io.hmsbridge.core.yaml.MapReader;
import java.util.List;
import java.util.Map;

/** Refuses rules of tags that can never decide: another goes before them for every target they are for. */
record Reachable(MapReader named, Map<String, Map<DataClass, Rule>> targets) {

    void check(List<Tag> tags) {
        for (int i = 0; i < tags.size(); i++) {
            var tag = tags.get(i);
            var before = tags.subList(0, i);
            for (var dataClass : tag.rules().keySet()) {
                if (tag.members().stream().allMatch(member -> isDecided(member, dataClass, before))) {
                    named.requiredChild(tag.name()).error(dataClass.label(),
                            "this rule cannot be reached: for every target"
                                    + " of `" + tag.name() + "` another one goes before it",
                            "Take one of them out.");
                }
            }
        }
    }

    private boolean isDecided(String member, DataClass dataClass, List<Tag> before) {
        boolean own = !member.endsWith("*") && targets.getOrDefault(member, Map.of()).containsKey(dataClass);
        return own || before.stream().anyMatch(tag -> tag.rules().containsKey(dataClass) && covers(tag, member));
    }

    /** What a pattern stands for is covered by a shorter pattern. */
    private static boolean covers(Tag tag, String member) {
        var bare = member.endsWith("*") ? member.substring(0, member.length() - 1) : member;
        return tag.members().stream().anyMatch(
                one -> one.equals(member) || one.endsWith("*") && Tag.covers(one, bare));
    }
}
