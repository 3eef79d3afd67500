package io.hmsbridge.core.governance;

import io.hmsbridge.core.governance.CustomClass.Checksum;
import io.hmsbridge.core.governance.Policy.Rule;
import io.hmsbridge.core.governance.Policy.Tag;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Problems;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlDocument;
import io.hmsbridge.core.yaml.YamlMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads a policy from YAML, runs its tests, and finds all that is wrong with it at once. */
final class PolicyReader {

    /** What reading gave: no policy if there are errors, a test that fails being one. */
    record Reading(Optional<Policy> policy, List<TestResult> tests, List<Problem> problems) {}

    private static final int MOST_CUSTOM = 50;

    private final Problems problems;
    private final Function<String, String> environment;
    private List<CustomClass> custom = List.of();
    private boolean keyed;

    private PolicyReader(Problems problems, Function<String, String> environment) {
        this.problems = problems;
        this.environment = environment;
    }

    /**
     * Reads a policy.
     *
     * @param name        the file's name, as people know it
     * @param environment looks up the variable that holds the key of hashes; null for none
     */
    static Reading read(String name, byte[] content, Function<String, String> environment) {
        var document = YamlDocument.parse(name, content);
        var reader = new PolicyReader(document.problems(), environment);
        var policy = reader.policy(document.map(), PolicyVersion.of(new String(content, StandardCharsets.UTF_8)));
        var tests = new PolicyTestsReader(Policy.labels(reader.custom)).read(document.map());
        if (document.problems().hasErrors()) {
            return new Reading(Optional.empty(), List.of(), document.problems().list());
        }
        var results = new ArrayList<TestResult>();
        for (var test : tests) {
            var result = test.run(policy);
            results.add(result);
            if (!result.passed()) {
                document.problems().add(test.position().error("the test `" + test.name() + "` fails: "
                        + String.join("; ", result.differences()), "See `bridge governance test`."));
            }
        }
        return new Reading(document.problems().hasErrors() ? Optional.empty() : Optional.of(policy),
                List.copyOf(results), document.problems().list());
    }

    private Policy policy(MapReader map, PolicyVersion version) {
        map.allowOnly("default", "hash_key_env", "allow", "deny", "custom", "classes", "fields", "plugin_rules", "tags",
                "targets",
                "views", "tests");
        var key = key(map);
        keyed = map.node("hash_key_env").isPresent();
        var fields = new HashMap<String, DataClass>();
        custom = custom(map.child("custom"), fields);
        fields(map.child("fields"), fields);
        var fallback = map.node("default").isPresent() ? rule(map, "default", Integer.MAX_VALUE)
                : Policy.DEFAULT.fallback();
        var named = map.child("targets");
        var members = members(map.child("tags"), named);
        var targets = new HashMap<String, Map<DataClass, Rule>>();
        var tags = new ArrayList<Tag>();
        for (var target : named.keys()) {
            var rules = rules(named.requiredChild(target));
            if (members.containsKey(target)) {
                tags.add(new Tag(target, members.get(target), rules));
            } else {
                targets.put(target, rules);
            }
        }
        new Reachable(named, targets).check(tags);
        var lists = new ListsReader(Policy.classes(custom));
        var listed = lists.read(map, key, keyed);
        lists.problems().forEach(problems::add);
        return new Policy(rules(map.child("classes")), targets, List.copyOf(tags), fallback, SaidFields.of(fields),
                custom, listed,
                views(map.child("views")), map.texts("plugin_rules").orElse(List.of()), key, version);
    }

    private Optional<HashKey> key(MapReader map) {
        var variable = map.text("hash_key_env").optional();
        var value = variable.map(environment);
        if (variable.isPresent() && value.isEmpty()) {
            map.error("hash_key_env", "the environment variable `" + variable.get() + "` is not set",
                    "It must hold the key of hashes, of " + HashKey.SHORTEST + " characters or more.");
        } else if (value.isPresent() && value.get().length() < HashKey.SHORTEST) {
            map.error("hash_key_env", "the key in `" + variable.get() + "` is too short to keep hashes safe",
                    "Make it of " + HashKey.SHORTEST + " characters or more.");
        }
        return value.map(HashKey::new);
    }

    /** Classes of the policy's own, and the names of fields that hold them. */
    private static List<CustomClass> custom(MapReader map, Map<String, DataClass> fields) {
        var classes = new ArrayList<CustomClass>();
        for (var label : map.keys()) {
            var one = map.requiredChild(label).allowOnly("form", "checksum", "fields", "plugin");
            boolean foreign = one.flag("plugin").orElse(false);
            if (foreign && (one.node("form").isPresent() || one.node("checksum").isPresent())) {
                one.error("plugin", "a class has a form, or a plugin that finds it, not both", "");
            }
            var form = foreign ? "" : one.text("form").required();
            int signs = CustomClass.signs(form);
            if (!label.matches("[a-z][a-z0-9-]{0,40}") || DataClass.find(label).isPresent()) {
                map.errorAtKey(label, "`" + label + "` cannot name a class", DataClass.find(label).isPresent()
                        ? "There is one of this name already." : "Write it in small letters, digits and dashes.");
            }
            if (!form.isEmpty() && (signs < CustomClass.FEWEST || form.length() > 64)) {
                one.error("form", "a form needs " + CustomClass.FEWEST + " signs or more that stand for others, and at"
                        + " most 64 in all", "9 stands for a digit, A for a letter, X for either.");
            }
            var checksum = one.choice("checksum", Checksum.labels()).optional()
                    .filter(Checksum.labels()::contains).map(word -> Checksum.values()[Checksum.labels().indexOf(word)])
                    .orElse(Checksum.NONE);
            var dataClass = new DataClass(label, foreign ? CustomClass.UNKNOWN_SIZE : Math.max(1, signs));
            one.texts("fields").orElse(List.of()).forEach(field -> fields.put(field, dataClass));
            classes.add(new CustomClass(dataClass, form, checksum));
        }
        if (classes.size() > MOST_CUSTOM) {
            map.errorAtKey(map.keys().get(MOST_CUSTOM), "a policy has at most " + MOST_CUSTOM + " classes of its own",
                    "");
        }
        return List.copyOf(classes);
    }

    private static Map<String, List<String>> members(MapReader tags, MapReader targets) {
        var members = new HashMap<String, List<String>>();
        for (var tag : tags.keys()) {
            members.put(tag, tags.texts(tag).required());
            if (targets.node(tag).isEmpty()) {
                tags.warning(tag, "no rules are given for the tag `" + tag + "`", "Give them under `targets`.");
            }
        }
        return members;
    }

    private Map<DataClass, Rule> rules(MapReader map) {
        var rules = new HashMap<DataClass, Rule>();
        for (var label : map.keys()) {
            find(label).ifPresentOrElse(one -> rules.put(one, rule(map, label, one.shortest())),
                    () -> map.errorAtKey(label, "there is no class `" + label + "`", meant(label)));
        }
        return rules;
    }

    /** An action alone, or with how much a mask shows. */
    private Rule rule(MapReader map, String key, int shortest) {
        var place = place(map.position(key));
        if (map.node(key).orElse(null) instanceof YamlMap) {
            var rule = map.child(key).allowOnly("action", "show");
            rule.text("action").required();
            var action = action(rule, "action");
            long show = rule.integer("show").check(n -> n >= 0, "`show` must not be negative", "").orElse(0L);
            if (show > 0 && action != Action.MASK) {
                rule.error("show", "`show` goes with `mask` only", "");
            } else if (show > shortest / 2) {
                rule.error("show", "a mask that shows " + show + " characters hides too little: the shortest " + key
                        + " has " + shortest, "Show " + shortest / 2 + " at most.");
            }
            return new Rule(action, (int) Math.min(show, Integer.MAX_VALUE), place);
        }
        if (map.node(key).isEmpty()) {
            map.text(key).required();
        }
        return new Rule(action(map, key), 0, place);
    }

    /** By the file's name alone: where it lies is nobody's business who sees a packet. */
    static String place(Position at) {
        return Path.of(at.source().name()).getFileName() + ":" + at.line() + ":" + at.column();
    }

    private Action action(MapReader map, String key) {
        var action = Action.find(map.choice(key, Action.labels()).orElse("block")).orElse(Action.BLOCK);
        if (action == Action.HASH && !keyed) {
            map.error(key, "`hash` needs a key", "Name the environment variable that holds it with `hash_key_env`.");
        }
        return action;
    }

    private void fields(MapReader map, Map<String, DataClass> fields) {
        for (var field : map.keys()) {
            var label = map.text(field).required();
            var said = label.equals(SaidFields.NOTHING.label()) ? Optional.of(SaidFields.NOTHING) : find(label);
            said.ifPresentOrElse(one -> fields.put(field, one), () -> {
                if (!label.isEmpty()) {
                    map.error(field, "there is no class `" + label + "`", meant(label));
                }
            });
        }
    }

    private Map<String, Map<DataClass, Rule>> views(MapReader map) {
        var views = new HashMap<String, Map<DataClass, Rule>>();
        for (var role : map.keys()) {
            if (!Policy.ROLES.contains(role)) {
                map.errorAtKey(role, "there is no role `" + role + "`", Suggestion.didYouMean(role, Policy.ROLES,
                        "Roles are " + String.join(", ", Policy.ROLES) + "."));
                continue;
            }
            var rules = rules(map.requiredChild(role));
            rules.forEach((dataClass, rule) -> {
                if (rule.action() == Action.BLOCK) {
                    map.requiredChild(role).error(dataClass.label(), "`block` goes with targets only",
                            "To keep a field from people, `drop` it.");
                }
            });
            views.put(role, rules);
        }
        return views;
    }

    private Optional<DataClass> find(String label) {
        return DataClass.find(label).or(() -> custom.stream().map(CustomClass::dataClass)
                .filter(one -> one.label().equals(label)).findFirst());
    }

    private String meant(String label) {
        var labels = Policy.labels(custom);
        return Suggestion.didYouMean(label, labels, "Known are " + String.join(", ", labels) + ".");
    }
}
