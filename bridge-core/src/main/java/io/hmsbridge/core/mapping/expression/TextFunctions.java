package io.hmsbridge.core.mapping.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSONata's text functions that could run for ever or make more than fits the memory, within {@link Bounds}. They do what its
 * documentation says.
 */
final class TextFunctions {

    /** The functions that take a regular expression. */
    static final Set<String> OF_PATTERNS = Set.of("match", "contains", "replace", "split");

    private TextFunctions() {}

    static void register(Jsonata jsonata) {
        jsonata.registerFunction("match", new JFunction((_, a) -> match(a), "<s-f<s:o>n?:a<o>>"));
        jsonata.registerFunction("contains", new JFunction((_, a) -> contains(a), "<s-(sf):b>"));
        jsonata.registerFunction("replace", new JFunction((_, a) -> replace(a), "<s-(sf)(sf)n?:s>"));
        jsonata.registerFunction("split", new JFunction((_, a) -> split(a), "<s-(sf)n?:a<s>>"));
        jsonata.registerFunction("pad", new JFunction((_, a) -> pad(a), "<s-ns?:s>"));
        jsonata.registerFunction("join", new JFunction((_, a) -> join(a), "<a<s>s?:s>"));
    }

    private static Object match(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        int limit = limit(arguments, 2);
        var matches = Utils.createSequence();
        var matcher = matcher(argument(arguments, 1), text);
        while (matches.size() < limit && matcher.find()) {
            var groups = new ArrayList<>();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                groups.add(matcher.group(i));
            }
            var match = new LinkedHashMap<String, Object>();
            match.put("match", matcher.group());
            match.put("index", matcher.start());
            match.put("groups", groups);
            matches.add(match);
            Bounds.running().step(1);
        }
        return matches;
    }

    private static Object contains(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        return argument(arguments, 1) instanceof String part ? text.contains(part)
                : matcher(argument(arguments, 1), text).find();
    }

    private static Object replace(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        boolean literal = argument(arguments, 1) instanceof String;
        if (literal && ((String) argument(arguments, 1)).isEmpty()) {
            throw new ExpressionException("$replace: the text to replace must not be empty");
        }
        var matcher = literal ? Pattern.compile((String) argument(arguments, 1), Pattern.LITERAL).matcher(text)
                : matcher(argument(arguments, 1), text);
        int limit = limit(arguments, 3);
        var replaced = new StringBuilder();
        int from = 0;
        for (int i = 0; i < limit && matcher.find(); i++) {
            replaced.append(text, from, matcher.start()).append(replacement(matcher, argument(arguments, 2), literal));
            Bounds.fits(replaced.length());
            Bounds.running().step(1);
            from = matcher.end();
        }
        return replaced.append(text, from, text.length()).toString();
    }

    private static String replacement(Matcher matcher, Object replacement, boolean literal) {
        if (replacement instanceof String text) {
            return literal ? text : withGroups(matcher, text);
        }
        var groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i));
        }
        var match = new LinkedHashMap<String, Object>();
        match.put("match", matcher.group());
        match.put("start", matcher.start());
        match.put("end", matcher.end());
        match.put("groups", groups);
        try {
            if (Functions.funcApply(replacement, List.of(match)) instanceof String text) {
                return text;
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a function of an expression threw a checked exception", e);
        }
        throw new ExpressionException("$replace: the function must give a text");
    }

    /** {@code $0} is the match, {@code $1} a group, {@code $$} a dollar; anything else stays. */
    private static String withGroups(Matcher matcher, String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (c == '$' && next == '$') {
                result.append('$');
                i++;
            } else if (c == '$' && next >= '0' && next <= '9') {
                int group = next - '0';
                i++;
                if (group <= matcher.groupCount() && matcher.group(group) != null) {
                    result.append(matcher.group(group));
                }
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    private static Object split(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        int limit = limit(arguments, 2);
        if (argument(arguments, 1) instanceof String separator) {
            return Functions.split(text, separator, limit == Integer.MAX_VALUE ? null : limit);
        }
        var parts = new ArrayList<String>();
        var matcher = matcher(argument(arguments, 1), text);
        int from = 0;
        while (matcher.find()) {
            if (matcher.end() > 0) {
                parts.add(text.substring(from, matcher.start()));
                from = matcher.end();
            }
            Bounds.running().step(1);
        }
        parts.add(text.substring(from));
        return parts.size() > limit ? parts.subList(0, limit) : parts;
    }

    private static Object pad(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        long width = (long) ((Number) argument(arguments, 1)).doubleValue();
        Bounds.fits(Math.abs(width));
        var filler =
                argument(arguments, 2) instanceof String s && !s.isEmpty() ? s.codePoints().toArray() : new int[] {' '};
        int missing = (int) Math.abs(width) - text.codePointCount(0, text.length());
        var padding = new StringBuilder();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(filler[i % filler.length]);
        }
        return width < 0 ? padding + text : text + padding;
    }

    private static Object join(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof List<?> texts)) {
            return null;
        }
        var separator = argument(arguments, 1) instanceof String s ? s : "";
        var joined = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            joined.append(i == 0 ? "" : separator).append((String) texts.get(i));
            Bounds.fits(joined.length());
        }
        return joined.toString();
    }

    private static Matcher matcher(Object pattern, String text) {
        if (pattern instanceof Pattern regex) {
            return regex.matcher(new BoundedText(text, Bounds.running()));
        }
        throw new ExpressionException("a text or a regular expression such as /[0-9]+/ is wanted here");
    }

    private static int limit(List<?> arguments, int index) {
        if (!(argument(arguments, index) instanceof Number limit)) {
            return Integer.MAX_VALUE;
        }
        if (limit.doubleValue() < 0) {
            throw new ExpressionException("a limit must not be negative");
        }
        return (int) limit.doubleValue();
    }

    private static Object argument(List<?> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }
}
