package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.expression.Absent;
import io.hmsbridge.core.mapping.expression.Expression;
import io.hmsbridge.core.mapping.expression.ExpressionException;
import io.hmsbridge.core.mapping.expression.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An expression that decides something.
 *
 * @param where the sheet's line, for messages
 */
record Rule(Expression expression, String where) {

    /** Whether it says yes; nothing counts as no. */
    boolean holds(Scope scope) {
        return switch (evaluate(scope)) {
            case Boolean b -> b;
            case Absent _ -> false;
            case null, default ->
                    throw new MappingFailure(where, "`when` must come to true or false, not to another value");
        };
    }

    /** What it says as a text; empty if that is nothing. */
    Optional<String> text(Scope scope) {
        return text("key", scope);
    }

    /** @param word how the sheet calls what it says */
    Optional<String> text(String word, Scope scope) {
        return switch (evaluate(scope)) {
            case null -> Optional.empty();
            case Absent _ -> Optional.empty();
            case String text -> text.isEmpty() ? Optional.empty() : Optional.of(text);
            case BigDecimal decimal -> Optional.of(decimal.toPlainString());
            case Map<?, ?> _,List<?> _ ->
                    throw new MappingFailure(where, "`" + word + "` must come to one value, not to a structure");
            case Object other -> Optional.of(other.toString());
        };
    }

    /** What it says as a list: nothing is an empty one, and a single value one of one. */
    List<?> list(Scope scope) {
        return switch (evaluate(scope)) {
            case null -> List.of();
            case Absent _ -> List.of();
            case List<?> list -> list;
            case Object one -> List.of(one);
        };
    }

    private Object evaluate(Scope scope) {
        try {
            return expression.evaluate(scope);
        } catch (ExpressionException e) {
            throw new MappingFailure(where, "the expression failed: " + e.getMessage());
        }
    }
}
