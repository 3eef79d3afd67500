package io.hmsbridge.core.mapping.expression;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Says what went wrong in an expression, without the values that the library puts into its messages. */
final class Words {

    private static final Pattern PLACE = Pattern.compile(":?\\s*\\{+\\w+}+");
    /** Those whose first place holds an operator, not a value. */
    private static final Set<String> OF_OPERATORS = Set.of("T2001", "T2002", "T2010");
    private static final String ERROR_FUNCTION = "D3137";

    private Words() {}

    static ExpressionException of(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExpressionException ours) {
                return ours;
            }
            if (cause instanceof JException e) {
                return new ExpressionException(words(e), Math.max(0, e.getLocation()));
            }
        }
        return switch (thrown) {
            case ClassCastException _,IllegalArgumentException _ ->
                    new ExpressionException("a function was given a value that it cannot use");
            case NullPointerException _ ->
                    new ExpressionException("a function was given nothing where it needs a value");
            default -> new ExpressionException("it failed: " + thrown.getClass().getSimpleName());
        };
    }

    @SuppressWarnings("unchecked") // the library's own messages
    private static String words(JException e) {
        if (ERROR_FUNCTION.equals(e.getError())) {
            return String.valueOf(e.getCurrent()); // the author of the sheet wrote it
        }
        var known = (Map<String, String>) ExpressionTree.read(ExpressionTree.field(Jsonata.class, "errorCodes"), null);
        var message = known.getOrDefault(e.getError(), "it failed (" + code(e) + ")");
        if (e.getCurrent() instanceof String token && OF_OPERATORS.contains(e.getError())) {
            message = message.replace("{{token}}", token);
        }
        return PLACE.matcher(message).replaceAll("");
    }

    private static String code(JException e) {
        return e.getError() != null && e.getError().matches("[A-Z][0-9]{4}") ? e.getError() : "no code";
    }
}
