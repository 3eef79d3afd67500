package io.hmsbridge.core.mapping.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A compiled JSONata expression. Immutable, and safe to use from many threads. */
public final class Expression {

    private static final int LONGEST = 10_000;
    private static final Set<String> BUILT_IN = builtIn();

    private final String text;
    private final Jsonata jsonata;
    private final Set<String> roots;
    private final boolean readsClock;

    private Expression(String text, Jsonata jsonata, Set<String> roots) {
        this.text = text;
        this.jsonata = jsonata;
        this.roots = roots;
        readsClock = text.contains("$now") || text.contains("$millis");
    }

    /**
     * Compiles an expression.
     *
     * @param tables what {@code $table(name, key)} looks up
     * @throws ExpressionException if it cannot be used, saying why and where
     */
    public static Expression compile(String text, Map<String, Map<String, Object>> tables) {
        if (text.length() > LONGEST) {
            throw new ExpressionException("an expression has at most " + LONGEST + " characters");
        }
        Literals.check(text);
        try {
            var jsonata = Jsonata.jsonata(text);
            jsonata.setValidateInput(false);
            jsonata.setOutputConvertNulls(false);
            TextFunctions.register(jsonata);
            ExactFunctions.register(jsonata);
            jsonata.registerFunction("table", new JFunction((_, a) -> look(tables, a), null));
            return new Expression(text, jsonata, ExpressionTree.check(jsonata, BUILT_IN));
        } catch (JException e) {
            throw new ExpressionException(e.getMessage(), Math.max(0, e.getLocation()));
        } catch (ExpressionException e) {
            throw e;
        } catch (StackOverflowError | RuntimeException e) {
            throw new ExpressionException(e instanceof RuntimeException
                    ? "it cannot be understood: " + e.getMessage() : "it is nested too deeply");
        }
    }

    /**
     * The result in the closed set of values, or {@link Absent}.
     *
     * @throws ExpressionException if it fails, saying why without any value
     */
    public Object evaluate(Scope scope) {
        var frame = jsonata.createFrame();
        if (readsClock) {
            bindClock(frame, scope.millis());
        }
        var bounds = Bounds.begin(frame);
        try {
            return Conversions.out(jsonata.evaluate(scope.root(), frame));
        } catch (StackOverflowError _) {
            throw new ExpressionException("it goes too deep");
        } catch (RuntimeException e) {
            throw Words.of(e);
        } finally {
            bounds.end();
        }
    }

    /** The names that it looks up in the event itself, such as {@code data}. */
    public Set<String> roots() {
        return roots;
    }

    /** The same text makes the same expression. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Expression expression && text.equals(expression.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The time is the event's, so that a packet made again is the same packet. */
    private static void bindClock(Frame frame, long millis) {
        frame.bind("millis", new JFunction((_, _) -> millis, null));
        frame.bind("now", new JFunction((_, a) -> Functions.dateTimeFromMillis(millis,
                a.isEmpty() ? null : (String) a.getFirst(), a.size() < 2 ? null : (String) a.get(1)), null));
    }

    private static Object look(Map<String, Map<String, Object>> tables, List<?> arguments) {
        if (arguments.size() != 2 || !(arguments.getFirst() instanceof String name)) {
            throw new ExpressionException("$table takes the name of a lookup table and a key");
        }
        var table = tables.get(name);
        if (table == null) {
            throw new ExpressionException("$table: the sheet has no lookup table of that name");
        }
        var key = arguments.getLast();
        if (key == null || Jsonata.NULL_VALUE.equals(key)) {
            return null;
        }
        var text = key instanceof Number number ? ExactNumber.decimal(number).toPlainString() : key.toString();
        var value = table.get(text);
        return value == null && table.containsKey(text) ? Jsonata.NULL_VALUE : Conversions.in(value);
    }

    @SuppressWarnings("unchecked") // the library's own map of functions
    private static Set<String> builtIn() {
        var jsonata = Jsonata.jsonata("1");
        TextFunctions.register(jsonata);
        var names = new HashSet<String>(ExactFunctions.NAMES);
        var frame = (Frame) ExpressionTree.read(ExpressionTree.field(Jsonata.class, "staticFrame"), null);
        names.addAll(((Map<String, Object>) ExpressionTree.read(ExpressionTree.field(Frame.class, "bindings"), frame))
                .keySet());
        names.add("table");
        return new TreeSet<>(names);
    }
}
