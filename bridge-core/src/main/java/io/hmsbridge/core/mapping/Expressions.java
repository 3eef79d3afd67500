package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.expression.Expression;
import io.hmsbridge.core.mapping.expression.ExpressionException;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Suggestion;
import io.hmsbridge.core.yaml.YamlScalar;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the expressions of one sheet. */
final class Expressions {

    private static final Set<String> ATTRIBUTES =
            new TreeSet<>(Set.of("data", "id", "source", "type", "subject", "time", "specversion"));
    private static final Set<String> OF_PARTS = Set.of("item", "index");

    private final Map<String, Map<String, Object>> tables;

    Expressions(Map<String, Map<String, Object>> tables) {
        this.tables = tables;
    }

    /** @param ofPart whether {@code item} and {@code index} are to be had */
    Optional<Rule> read(MapReader map, String key, boolean ofPart) {
        var text = map.text(key).orElse("");
        if (text.isBlank()) {
            if (map.node(key).orElse(null) instanceof YamlScalar) {
                map.error(key, "`" + key + "` has no expression", "For example: data.status = 'approved'");
            }
            return Optional.empty();
        }
        try {
            var expression = Expression.compile(text, tables);
            expression.roots().forEach(root -> checkRoot(map, key, root, ofPart));
            return Optional
                    .of(new Rule(expression, map.position(key).source().name() + ":" + map.position(key).line()));
        } catch (ExpressionException e) {
            map.errorWithin(key, e.position(), "the expression of `" + key + "` cannot be used: " + e.getMessage(), "");
            return Optional.empty();
        }
    }

    private static void checkRoot(MapReader map, String key, String root, boolean ofPart) {
        if (ATTRIBUTES.contains(root) || ofPart && OF_PARTS.contains(root)) {
            return;
        }
        if (OF_PARTS.contains(root)) {
            map.error(key, "`" + root + "` is only there for a target with `for_each`", "");
            return;
        }
        map.warning(key,
                "`" + root + "` is not one of an event's attributes, so that it is read as an extension of that name",
                Suggestion.closest(root, ATTRIBUTES).map(near -> "Did you mean `" + near + "`?")
                        .orElse("Did you mean `data." + root + "`?"));
    }
}
