package io.hmsbridge.core.governance;

import io.hmsbridge.core.governance.Policy.Rule;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Position;
import io.hmsbridge.core.yaml.Problem;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlList;
import io.hmsbridge.core.yaml.YamlNode;
import io.hmsbridge.core.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code allow} and {@code deny} of a policy. No message quotes what stands there: it may be a value in clear. */
final class ListsReader {

    private static final String ALLOW = "allow";
    private static final String DENY = "deny";

    private final List<DataClass> classes;
    private final List<Problem> problems = new ArrayList<>();

    /** @param classes all that the policy knows */
    ListsReader(List<DataClass> classes) {
        this.classes = classes;
    }

    /** Adds to {@link #problems}. */
    Listed read(MapReader policy, Optional<HashKey> key, boolean keyed) {
        var allowed = lists(policy, ALLOW, Action.ALLOW, keyed);
        var denied = lists(policy, DENY, Action.BLOCK, keyed);
        return new Listed(allowed, denied, key);
    }

    List<Problem> problems() {
        return problems;
    }

    private Map<DataClass, Map<String, Rule>> lists(MapReader policy, String name, Action action, boolean keyed) {
        if (policy.node(name).isPresent() && !keyed) {
            policy.errorAtKey(name, "`" + name + "` needs a key",
                    "Name the environment variable that holds it with `hash_key_env`.");
        }
        var lists = new HashMap<DataClass, Map<String, Rule>>();
        var map = policy.child(name);
        for (var label : map.keys()) {
            var dataClass = classes.stream().filter(one -> one.label().equals(label)).findFirst();
            if (dataClass.isEmpty()) {
                map.errorAtKey(label, "there is no class `" + label + "`",
                        Suggestion.didYouMean(label, classes.stream().map(DataClass::label).toList(), ""));
                continue;
            }
            var entries = new HashMap<String, Rule>();
            map.texts(label).required();
            for (var item : items(map.node(label))) {
                entry(item, entries, action);
            }
            lists.put(dataClass.get(), entries);
        }
        return lists;
    }

    private static List<YamlNode> items(Optional<YamlNode> node) {
        return node.map(value -> value instanceof YamlList list ? list.items() : List.of(value)).orElse(List.of());
    }

    private void entry(YamlNode item, Map<String, Rule> entries, Action action) {
        if (!(item instanceof YamlScalar scalar) || scalar.isNull()) {
            return; // said already
        }
        if (!HashKey.isEntry(scalar.text())) {
            problems.add(silent(item.position(), "this is no entry of a list",
                    "Values do not stand here as they are: `bridge governance entry` makes an entry of one."));
        } else if (entries.put(scalar.text(), new Rule(action, 0, PolicyReader.place(item.position()))) != null) {
            problems.add(silent(item.position(), "this entry stands here twice", "Take one of them out."));
        }
    }

    /** Without the line, which may show a value. */
    private static Problem silent(Position at, String message, String suggestion) {
        return new Problem(at.source().name(), at.line(), at.column(), message, suggestion, Problem.Severity.ERROR, "");
    }
}
