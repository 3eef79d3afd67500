package io.hmsbridge.plugins.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The text of a copybook cut into its statements; in columns, as compilers want it (7 to 72), or free. */
final class CopybookStatements {

    /**
     * The words of one statement, without the full stop.
     *
     * @param line on which it begins, from 1 on
     */
    record Statement(int line, List<String> words) {}

    private static final Pattern IN_COLUMNS = Pattern.compile("(?: {6}|\\d{6})(?:[ */D-].*)?|\\s*");
    private static final Pattern WORD = Pattern
            .compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\.(?=\\s|$)|[,;](?=\\s|$)|\\S+?(?=[.,;]?(?:\\s|$))");

    private CopybookStatements() {}

    /** @throws IllegalArgumentException if the last of them does not end */
    static List<Statement> of(String text) {
        var lines = text.lines().toList();
        boolean inColumns = lines.stream().allMatch(line -> IN_COLUMNS.matcher(line).matches());
        var statements = new ArrayList<Statement>();
        var words = new ArrayList<String>();
        int begin = 0;
        for (int i = 0; i < lines.size(); i++) {
            var found = WORD.matcher(code(lines.get(i), inColumns, i + 1));
            while (found.find()) {
                var word = found.group();
                if (words.isEmpty()) {
                    begin = i + 1;
                }
                if (word.equals(".")) {
                    if (!words.isEmpty()) {
                        statements.add(new Statement(begin, List.copyOf(words)));
                        words.clear();
                    }
                } else if (!word.equals(",") && !word.equals(";")) {
                    words.add("'\"".indexOf(word.charAt(0)) >= 0 ? word : word.toUpperCase(Locale.ROOT));
                }
            }
        }
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("line " + begin + ": the statement does not end with a full stop");
        }
        return statements;
    }

    private static String code(String line, boolean inColumns, int number) {
        var code = line;
        if (inColumns) {
            char indicator = line.length() > 6 ? line.charAt(6) : ' ';
            if (indicator == '-') {
                throw new IllegalArgumentException("line " + number + ": a word must not go on on the next line");
            }
            code = indicator != ' ' || line.length() < 7 ? "" : line.substring(7, Math.min(72, line.length()));
        }
        int comment = code.indexOf("*>");
        return code.strip().startsWith("*") ? "" : comment < 0 ? code : code.substring(0, comment);
    }
}
