package io.hmsbridge.core.governance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may leave, and how.
 *
 * @param classes  by class, for all targets
 * @param targets  by target, before those of its tags
 * @param tags     by tag, in order, before those for all
 * @param fallback for classes that are found by content and that nothing else is said of
 * @param fields   what it says of fields
 * @param custom   classes of the policy's own
 * @param listed   values that are decided on one by one
 * @param views    by role, of people who look
 * @param rules    of plugins, without which nothing leaves
 * @param key      of the hashes
 * @param version  its text
 */
record Policy(Map<DataClass, Rule> classes, Map<String, Map<DataClass, Rule>> targets, List<Tag> tags, Rule fallback,
        SaidFields fields, List<CustomClass> custom, Listed listed,
        Map<String, Map<DataClass, Rule>> views,
        List<String> rules, Optional<HashKey> key, PolicyVersion version) {

    /** In force where there is no policy file: what is found by content is masked. */
    static final Policy DEFAULT = new Policy(Map.of(), Map.of(), List.of(), new Rule(Action.MASK, 0, "default"),
            SaidFields.of(Map.of()), List.of(), Listed.NOTHING, Map.of(), List.of(), Optional.empty(),
            PolicyVersion.of("default: mask\n"));

    /** Those who look, from the one who sees least. */
    static final List<String> ROLES = List.of("emitter", "viewer", "operator", "approver", "admin");

    private static final Set<String> SEEING_ALL = Set.of("approver", "admin");
    private static final Rule MASKED = new Rule(Action.MASK, 0, "default");
    private static final Rule RELEASED = new Rule(Action.ALLOW, 0, "released");
    private static final Rule UNTOUCHED = new Rule(Action.ALLOW, 0, "default");

    /**
     * What to do with a class.
     *
     * @param show  how many letters and digits at the end a mask leaves
     * @param place where the policy says so
     */
    record Rule(Action action, int show, String place) {}

    /**
     * Targets that rules are given for together.
     *
     * @param members their names, each exact or with a {@code *} at its end
     */
    record Tag(String name, List<String> members, Map<DataClass, Rule> rules) {

        boolean has(String target) {
            return members.stream().anyMatch(member -> covers(member, target));
        }

        static boolean covers(String member, String target) {
            return member.endsWith("*") ? target.startsWith(member.substring(0, member.length() - 1))
                    : member.equals(target);
        }
    }

    /** The same policy together with these plugins, which is another version of it. */
    Policy with(List<String> plugins) {
        var text = version.text() + (version.text().endsWith("\n") ? "" : "\n")
                + plugins.stream().map(plugin -> "# with the plugin " + plugin + "\n").collect(Collectors.joining());
        return new Policy(classes, targets, tags, fallback, fields, custom, listed, views, rules, key,
                PolicyVersion.of(text));
    }

    /** Whether there is something that it needs plugins for. */
    boolean asksPlugins() {
        return !rules.isEmpty() || !custom.isEmpty();
    }

    /** What a policy asks plugins for, and these do not offer; empty for nothing. */
    Optional<String> missing(List<String> recognised, List<String> ruling) {
        return Stream.concat(
                custom.stream().filter(CustomClass::isForeign).map(one -> one.dataClass().label())
                        .filter(label -> !recognised.contains(label)).map(label -> "recognises " + label),
                rules.stream().filter(name -> !ruling.contains(name)).map(name -> "has the rule " + name))
                .findFirst().map(what -> "no plugin " + what + ", which the policy asks for");
    }

    /** What to do with a value of a class, which is asked for only where it matters. */
    @FunctionalInterface
    interface Rules {
        Rule of(DataClass dataClass, Supplier<String> value);
    }

    /**
     * The rules for an action: for the target of a packet, or the role of who looks. What is denied never leaves; people see it as
     * others of its class.
     *
     * @param released classes that pass otherwise
     */
    Rules rules(String action, String target, Set<DataClass> released) {
        return action.equals(Governance.VIEW)
                ? (dataClass, value) -> listed.allows(dataClass, value).orElseGet(() -> view(target, dataClass))
                : (dataClass, value) -> listed.denies(dataClass, value).orElseGet(() -> released.contains(dataClass)
                        ? RELEASED : listed.allows(dataClass, value).orElseGet(() -> rule(target, dataClass)));
    }

    /** The class of this name, known to all or the policy's own. */
    Optional<DataClass> find(String label) {
        return DataClass.find(label).or(() -> custom.stream().map(CustomClass::dataClass)
                .filter(one -> one.label().equals(label)).findFirst());
    }

    /** All classes, with those of a policy's own. */
    static List<DataClass> classes(List<CustomClass> custom) {
        return Stream.concat(DataClass.known().stream(), custom.stream().map(CustomClass::dataClass)).toList();
    }

    /** All names of classes. */
    static List<String> labels(List<CustomClass> custom) {
        return classes(custom).stream().map(DataClass::label).toList();
    }

    Rule rule(String target, DataClass dataClass) {
        var own = targets.getOrDefault(target, Map.of()).get(dataClass);
        if (own != null) {
            return own;
        }
        for (var tag : tags) {
            var rule = tag.rules.get(dataClass);
            if (rule != null && tag.has(target)) {
                return rule;
            }
        }
        var rule = classes.get(dataClass);
        return rule != null ? rule : dataClass.isByFieldOnly() ? UNTOUCHED : fallback;
    }

    /** For people who look: approvers and administrators see all of what nothing is said of, others what is recognised masked. */
    private Rule view(String role, DataClass dataClass) {
        var rule = views.getOrDefault(role, Map.of()).get(dataClass);
        if (rule != null) {
            return rule;
        }
        return SEEING_ALL.contains(role) || dataClass.isByFieldOnly() ? UNTOUCHED : MASKED;
    }
}
