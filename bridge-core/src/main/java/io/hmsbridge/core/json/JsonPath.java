package io.hmsbridge.core.json;

import tools.jackson.core.TokenStreamContext;

/** Names the place where a parser or writer stands, such as {@code $.data.rates[3].new}. Only made on errors. */
final class JsonPath {

    private static final int LONGEST_KEY = 60;

    private JsonPath() {
    }

    static String of(TokenStreamContext context) {
        if (context.inRoot()) {
            return "$";
        }
        String parent = of(context.getParent());
        if (context.inArray()) {
            return context.hasCurrentIndex() ? parent + "[" + context.getCurrentIndex() + "]" : parent;
        }
        return context.hasCurrentName() ? parent + step(context.currentName()) : parent;
    }

    /** The place that these keys and indexes lead to, from the outermost on. */
    static String of(Iterable<Object> steps) {
        var path = new StringBuilder("$");
        for (var step : steps) {
            path.append(step instanceof String key ? step(key) : "[" + step + "]");
        }
        return path.toString();
    }

    private static String step(String key) {
        if (isPlain(key)) {
            return "." + key;
        }
        var quoted = new StringBuilder("['");
        key.codePoints().limit(LONGEST_KEY).forEach(c -> quoted.appendCodePoint(isShowable(c) ? c : '?'));
        return quoted.append(key.length() > LONGEST_KEY ? "...']" : "']").toString();
    }

    private static boolean isPlain(String key) {
        return !key.isEmpty() && key.length() <= LONGEST_KEY
                && key.chars().allMatch(c -> c == '_' || c == '-' || c < 128 && Character.isLetterOrDigit(c));
    }

    private static boolean isShowable(int c) {
        return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE
                && Character.getType(c) != Character.FORMAT && c != '\'';
    }
}
