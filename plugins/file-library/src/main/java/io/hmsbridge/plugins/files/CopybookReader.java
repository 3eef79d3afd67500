package io.hmsbridge.plugins.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a copybook into the tree that its levels say, and checks that all of it can be written. */
final class CopybookReader {

    private final List<String> problems = new ArrayList<>();

    /**
     * @return the items that stand at the top
     * @throws IllegalArgumentException with every problem, for people, each with its line
     */
    static List<CopybookItem> read(String text) {
        var reader = new CopybookReader();
        var items = reader.tree(CopybookStatements.of(text));
        reader.check(items, new HashMap<>());
        if (items.isEmpty() && reader.problems.isEmpty()) {
            reader.problems.add("the copybook has no field");
        }
        if (!reader.problems.isEmpty()) {
            throw new IllegalArgumentException("copybook: " + String.join("; ", reader.problems));
        }
        return items;
    }

    private List<CopybookItem> tree(List<CopybookStatements.Statement> statements) {
        var top = new ArrayList<CopybookItem>();
        var open = new ArrayDeque<CopybookItem>();
        for (var statement : statements) {
            Optional<CopybookItem> read;
            try {
                read = CopybookItem.of(statement);
            } catch (IllegalArgumentException e) {
                problems.add("line %d: %s".formatted(statement.line(), e.getMessage()));
                continue;
            }
            if (read.isEmpty()) {
                continue;
            }
            var item = read.get();
            while (!open.isEmpty() && open.peek().level() >= item.level()) {
                open.pop();
            }
            if (open.isEmpty() && item.level() == 1 && !top.isEmpty()) {
                problem(item, "begins a second record; a file has records of one layout");
            }
            var parent = open.isEmpty() ? top : open.peek().parts();
            parent.add(open.isEmpty() ? item : inheriting(item, open.peek()));
            open.push(parent.getLast());
        }
        return top;
    }

    /** The usage of a group is that of its fields. */
    private static CopybookItem inheriting(CopybookItem item, CopybookItem group) {
        return item.usage().isPresent() || group.usage().isEmpty() ? item
                : new CopybookItem(item.line(), item.level(), item.name(), item.times(), item.picture(), group.usage(),
                        item.initial(), item.parts());
    }

    /** @param names of what one packet, or one element of a table, has to tell apart; with the line */
    private void check(List<CopybookItem> items, Map<String, Integer> names) {
        for (var item : items) {
            boolean isGroup = !item.parts().isEmpty();
            if (item.picture().isEmpty() != isGroup) {
                problem(item, isGroup ? "is a group and has a picture" : "has no picture and no items below it");
            }
            item.picture().filter(Picture::text).filter(_ -> item.usage().orElse(Usage.DISPLAY) != Usage.DISPLAY)
                    .ifPresent(_ -> problem(item, "is text, which COMP and COMP-3 do not store"));
            if (item.isFiller() && item.times().isPresent() && isGroup) {
                problem(item, "is a table without a name");
            }
            boolean isNamed = !item.isFiller() && (!isGroup || item.times().isPresent());
            if (isNamed) {
                var other = names.putIfAbsent(item.name(), item.line());
                if (other != null) {
                    problem(item, "is there already on line " + other + "; give one of them another name");
                }
            }
            check(item.parts(), item.times().isPresent() ? new HashMap<>() : names);
        }
    }

    private void problem(CopybookItem item, String what) {
        problems.add("line %d: %s %s".formatted(item.line(), item.isFiller() ? "FILLER" : item.name(), what));
    }
}
