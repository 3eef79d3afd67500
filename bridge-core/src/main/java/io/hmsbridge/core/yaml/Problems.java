package io.hmsbridge.core.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects the problems of one or more documents, so that people see all of them at once. Not for use by several
 * threads.
 */
public final class Problems {

    /** How many problems are worth reading at once. */
    public static final int MOST_SHOWN = 100;

    private record Place(String file, int line, int column) {
    }

    private final List<Problem> found = new ArrayList<>();
    private final Set<Place> wrongPlaces = new HashSet<>();

    /** Adds one. */
    public void add(Problem problem) {
        found.add(problem);
        if (problem.severity() == Problem.Severity.ERROR) {
            wrongPlaces.add(new Place(problem.file(), problem.line(), problem.column()));
        }
    }

    /** Adds all that another collector found. */
    public void addAll(Problems others) {
        others.found.forEach(this::add);
    }

    /** Whether there is neither an error nor a warning. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Whether there is an error, so that the document must not be used. */
    public boolean hasErrors() {
        return !wrongPlaces.isEmpty();
    }

    /** All problems, by file and position. */
    public List<Problem> list() {
        return found.stream().sorted().distinct().toList();
    }

    /** The first {@link #MOST_SHOWN} problems for a terminal, each with its line and a caret. */
    public String render() {
        var all = list();
        var shown = all.stream().limit(MOST_SHOWN).map(Problem::render).collect(Collectors.joining("\n"));
        return all.size() > MOST_SHOWN ? shown + "\n... and " + (all.size() - MOST_SHOWN) + " more" : shown;
    }

    /** Whether something is already known to be wrong right there, so that what follows from it need not be told. */
    boolean hasErrorAt(Position position) {
        return wrongPlaces.contains(new Place(position.source().name(), position.line(), position.column()));
    }

    @Override
    public String toString() {
        return list().stream().map(Problem::summary).collect(Collectors.joining("\n"));
    }
}
