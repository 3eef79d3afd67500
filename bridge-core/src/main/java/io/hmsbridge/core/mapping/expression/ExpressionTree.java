package io.hmsbridge.core.mapping.expression;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser.Symbol;
import io.hmsbridge.core.yaml.Suggestion;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an expression is made of, to refuse before it runs what could not be bounded while it does, and to find names that lead
 * nowhere. The library keeps its tree to itself, so it is read by reflection, once when a sheet is loaded.
 */
final class ExpressionTree {

    private static final Set<String> REFUSED = Set.of("eval", "random", "shuffle");
    private static final Map<String, Field> FIELDS = fields();

    private final Set<Symbol> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> bound = new HashSet<>();
    private final Set<String> variables = new TreeSet<>();
    private final Set<String> roots = new TreeSet<>();

    private ExpressionTree() {}

    /**
     * Checks a compiled expression.
     *
     * @param functions the names of the functions there are
     * @return the names that it looks up in the event itself, such as {@code data}
     * @throws ExpressionException for what is refused
     */
    static Set<String> check(Jsonata jsonata, Set<String> functions) {
        var tree = new ExpressionTree();
        tree.visit((Symbol) read(field(Jsonata.class, "ast"), jsonata), true);
        for (var name : tree.variables) {
            if (!tree.bound.contains(name) && !functions.contains(name)) {
                throw new ExpressionException("there is no $" + name + Suggestion.closest(name, functions)
                        .map(near -> "; did you mean $" + near + "?").orElse(""));
            }
        }
        return tree.roots;
    }

    private void visit(Symbol symbol, boolean root) {
        if (!seen.add(symbol)) {
            return;
        }
        switch (type(symbol)) {
            case "regex" -> throw refusal("a regular expression may only be an argument of $match, $contains, $replace"
                    + " or $split", symbol);
            case "bind" -> bind((Symbol) get(symbol, "lhs"));
            case "lambda" -> list(symbol, "arguments").forEach(this::bind);
            case "function", "partial" -> call(symbol, root);
            case "variable" -> variable(symbol);
            case "path" -> path(symbol, root);
            case "name" -> {
                if (root) {
                    roots.add(String.valueOf(get(symbol, "value")));
                }
            }
            default -> {} // made of others
        }
        boolean inside = root && !type(symbol).equals("lambda");
        FIELDS.forEach((name, field) -> {
            boolean relative = name.equals("predicate") || name.equals("stages") || name.equals("group");
            visitAny(read(field, symbol), inside && !relative);
        });
    }

    private void visitAny(Object value, boolean root) {
        switch (value) {
            case Symbol symbol -> visit(symbol, root);
            case List<?> list -> list.forEach(one -> visitAny(one, root));
            case Object[] array -> List.of(array).forEach(one -> visitAny(one, root));
            case null, default -> {} // no part of the tree
        }
    }

    private void path(Symbol path, boolean root) {
        var steps = list(path, "steps");
        if (!steps.isEmpty()) {
            visit(steps.getFirst(), root);
            steps.subList(1, steps.size()).forEach(step -> visit(step, false));
        }
    }

    private void call(Symbol call, boolean root) {
        var procedure = (Symbol) get(call, "procedure");
        var name = type(procedure).equals("variable") ? String.valueOf(get(procedure, "value")) : "";
        if (TextFunctions.OF_PATTERNS.contains(name)) {
            seen.add(procedure);
            list(call, "arguments").stream().filter(argument -> type(argument).equals("regex")).forEach(seen::add);
        }
        list(call, "arguments").forEach(argument -> visit(argument, root));
    }

    private void variable(Symbol variable) {
        var name = String.valueOf(get(variable, "value"));
        if (REFUSED.contains(name)) {
            throw refusal("$" + name + " is not to be had here: the same event must always make the same packets",
                    variable);
        }
        if (TextFunctions.OF_PATTERNS.contains(name)) {
            throw refusal("$" + name + " can only be called", variable);
        }
        if (!name.isEmpty() && !name.equals("$")) {
            variables.add(name);
        }
    }

    private void bind(Symbol variable) {
        var name = String.valueOf(get(variable, "value"));
        if (TextFunctions.OF_PATTERNS.contains(name)) {
            throw refusal("$" + name + " cannot be given another meaning", variable);
        }
        bound.add(name);
    }

    private static ExpressionException refusal(String message, Symbol symbol) {
        return new ExpressionException(message, get(symbol, "position") instanceof Integer position ? position : 0);
    }

    private static String type(Symbol symbol) {
        return symbol == null || !(get(symbol, "type") instanceof String type) ? "" : type;
    }

    @SuppressWarnings("unchecked") // lists of the tree that are asked for here hold symbols
    private static List<Symbol> list(Symbol symbol, String name) {
        return get(symbol, name) instanceof List<?> list ? (List<Symbol>) list : List.of();
    }

    private static Object get(Symbol symbol, String name) {
        return read(FIELDS.get(name), symbol);
    }

    private static Map<String, Field> fields() {
        var fields = new HashMap<String, Field>();
        for (var field : Symbol.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                field.setAccessible(true);
                fields.put(field.getName(), field);
            }
        }
        return fields;
    }

    static Field field(Class<?> type, String name) {
        try {
            var field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("the expression library is not the version that is expected", e);
        }
    }

    static Object read(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the expression library is not the version that is expected", e);
        }
    }
}
