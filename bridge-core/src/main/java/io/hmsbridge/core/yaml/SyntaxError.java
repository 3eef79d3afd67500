package io.hmsbridge.core.yaml;

import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says the parser's complaints in plain words. Its own text is not passed on: it is for people who wrote a parser. */
record SyntaxError(String sign, String message, String suggestion) {

    private static final List<SyntaxError> KNOWN = List.of(
            new SyntaxError("TAB", "a tab is used where YAML allows only spaces", "Use spaces for indentation."),
            new SyntaxError("mapping values are not allowed", "a colon is not possible here",
                    "Check the indentation, or put the text in quotes if the colon belongs to it."),
            new SyntaxError("could not find expected ':'", "a key without a colon and a value",
                    "Write `key: value`, and check the indentation of this line."),
            new SyntaxError("cannot start any token", "a value cannot begin with this character",
                    "Put the text in quotes."),
            new SyntaxError("expected <block end>", "this does not fit under what comes before it",
                    "Check the indentation, and quotes and brackets before this place."),
            new SyntaxError("expected ',' or", "a comma or a closing bracket is missing",
                    "Check brackets and commas before this place; between brackets, `${...}` needs quotes."),
            new SyntaxError("escape", "a backslash in double quotes starts an escape, and YAML knows no such escape",
                    "Use single quotes to keep backslashes as they are."),
            new SyntaxError("quoted scalar", "a quote is opened and not closed", "Close it on the same line."),
            new SyntaxError("an alias", "`*` begins an alias", "Put the text in quotes if the star belongs to it."),
            new SyntaxError("an anchor", "`&` begins an anchor", "Put the text in quotes if the `&` belongs to it."),
            new SyntaxError("<document start>", "this is no map of keys and values",
                    "Write `key: value`, with a space after the colon."),
            new SyntaxError("sequence entries are not allowed", "a list item is not possible here",
                    "Put the list on its own lines below the key."));

    private static final SyntaxError UNKNOWN = new SyntaxError("", "this is not valid YAML",
            "Check the indentation, quotes and brackets around here.");

    static Problem of(MarkedYAMLException e, YamlSource source) {
        String complaint = Objects.toString(e.getProblem(), "") + " " + Objects.toString(e.getContext(), "");
        var known = KNOWN.stream().filter(error -> complaint.contains(error.sign)).findFirst().orElse(UNKNOWN);
        boolean openQuote = known.sign.equals("quoted scalar") && e.getContextMark() != null;
        Mark mark = openQuote || e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        var position = mark == null ? source.at(1, 1) : source.at(mark.getLine() + 1, mark.getColumn() + 1);
        return position.error(known.message, known.suggestion);
    }
}
