package io.hmsbridge.core.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The steps of a path as people write it: names divided by dots, {@code [2]} for one element of a list, {@code [*]} for all.
 * A name that has dots or brackets itself stands in backticks.
 */
final class Steps {

    /** One step. */
    sealed interface Step {

        /** Into a map. */
        record Name(String name) implements Step {}

        /** Into a list, counted from 0. */
        record Index(int index) implements Step {}

        /** Into all elements of a list. */
        record Each() implements Step {}
    }

    private static final int LARGEST_INDEX = 999;

    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    private Steps(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException saying what is wrong, to go on after the path */
    static List<Step> parse(String text) {
        var parsing = new Steps(text);
        parsing.parse();
        return List.copyOf(parsing.steps);
    }

    /** The last name among the steps; empty if there is none. */
    static String lastName(List<Step> steps) {
        return steps.stream().filter(Step.Name.class::isInstance).map(step -> ((Step.Name) step).name())
                .reduce("", (_, last) -> last);
    }

    /** The names among the steps, with dots between. */
    static String names(List<Step> steps) {
        return steps.stream().filter(Step.Name.class::isInstance).map(step -> ((Step.Name) step).name())
                .collect(Collectors.joining("."));
    }

    private void parse() {
        do {
            name();
            while (at < text.length() && text.charAt(at) == '[') {
                bracket();
            }
            if (at < text.length() && text.charAt(at) != '.') {
                throw new IllegalArgumentException("needs a dot after `]` or a backtick");
            }
        } while (at++ < text.length());
    }

    private void name() {
        if (at < text.length() && text.charAt(at) == '`') {
            int end = text.indexOf('`', at + 1);
            if (end < 0) {
                throw new IllegalArgumentException("has a backtick without its second one");
            }
            add(text.substring(at + 1, end));
            at = end + 1;
            return;
        }
        int end = at;
        while (end < text.length() && ".[".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        add(text.substring(at, end));
        at = end;
    }

    private void add(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("has an empty step");
        }
        steps.add(new Step.Name(name));
    }

    private void bracket() {
        int end = text.indexOf(']', at);
        var inside = end < 0 ? "" : text.substring(at + 1, end);
        if (inside.equals("*")) {
            steps.add(new Step.Each());
        } else if (inside.matches("[0-9]{1,3}")) {
            steps.add(new Step.Index(Integer.parseInt(inside)));
        } else {
            throw new IllegalArgumentException("needs `[*]` or the number of an element, 0 to " + LARGEST_INDEX
                    + ", in its brackets");
        }
        at = end + 1;
    }
}
