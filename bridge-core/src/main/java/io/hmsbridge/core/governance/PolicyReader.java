package io.hmsbridge.core.governance;

import io.hmsbridge.core.governance.Policy.Rule;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlDocument;
import io.hmsbridge.core.yaml.YamlMap;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads a policy from YAML, and finds all that is wrong with it at once. */
final class PolicyReader {

    /** What reading gave: no policy if there are errors. */
    record Reading(Optional<Policy> policy, List<Problem> problems) {}

    private final Function<String, String> environment;
    private boolean keyed;

    private PolicyReader(Function<String, String> environment) {
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
        var policy = new PolicyReader(environment).policy(document.map());
        var problems = document.problems();
        return new Reading(problems.hasErrors() ? Optional.empty() : Optional.of(policy), problems.list());
    }

    private Policy policy(MapReader map) {
        map.allowOnly("default", "hash_key_env", "classes", "fields", "targets");
        var key = key(map);
        keyed = map.node("hash_key_env").isPresent();
        var fallback = map.node("default").isPresent() ? rule(map, "default", Integer.MAX_VALUE)
                : Policy.DEFAULT.fallback();
        var targets = new HashMap<String, Map<DataClass, Rule>>();
        var named = map.child("targets");
        named.keys().forEach(target -> targets.put(target, rules(named.requiredChild(target))));
        return new Policy(rules(map.child("classes")), targets, fallback, fields(map.child("fields")), key);
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

    private Map<DataClass, Rule> rules(MapReader map) {
        var rules = new EnumMap<DataClass, Rule>(DataClass.class);
        for (var label : map.keys()) {
            DataClass.find(label).ifPresentOrElse(one -> rules.put(one, rule(map, label, one.shortest())),
                    () -> map.errorAtKey(label, "there is no class `" + label + "`", meant(label)));
        }
        return rules;
    }

    /** An action alone, or with how much a mask shows. */
    private Rule rule(MapReader map, String key, int shortest) {
        var place = map.position(key).toString();
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

    private Action action(MapReader map, String key) {
        var action = Action.find(map.choice(key, Action.labels()).orElse("block")).orElse(Action.BLOCK);
        if (action == Action.HASH && !keyed) {
            map.error(key, "`hash` needs a key", "Name the environment variable that holds it with `hash_key_env`.");
        }
        return action;
    }

    private static Map<String, DataClass> fields(MapReader map) {
        var fields = new HashMap<String, DataClass>();
        for (var field : map.keys()) {
            var label = map.text(field).required();
            DataClass.find(label).ifPresentOrElse(one -> fields.put(field, one), () -> {
                if (!label.isEmpty()) {
                    map.error(field, "there is no class `" + label + "`", meant(label));
                }
            });
        }
        return fields;
    }

    private static String meant(String label) {
        return Suggestion.didYouMean(label, DataClass.labels(),
                "Known are " + String.join(", ", DataClass.labels()) + ".");
    }
}
