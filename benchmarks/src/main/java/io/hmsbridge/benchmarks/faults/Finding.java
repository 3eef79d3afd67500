package io.hmsbridge.benchmarks.faults;

import io.hmsbridge.benchmarks.history.HistoryCheck.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a row of the campaign found.
 *
 * @param what happened how often
 * @param accepted how many events
 * @param refused how many emits were refused
 * @param unknown how many emits had no answer
 * @param mayRepeat how many packets were handed over whose outcome was not committed
 * @param conserved what the ledger says of itself
 * @param notes further figures, in words
 * @param broken further promises that did not hold
 */
record Finding(String name, String what, long accepted, long refused, long unknown, Verdict verdict, long mayRepeat,
        boolean conserved, List<String> notes, List<String> broken) {

    private static final int EXAMPLES = 5;

    Finding(String name, String what, long accepted, long refused, long unknown, Verdict verdict, long mayRepeat,
            boolean conserved) {
        this(name, what, accepted, refused, unknown, verdict, mayRepeat, conserved, List.of(), List.of());
    }

    /** A row that did not come to its end. */
    static Finding failed(String name, String why) {
        var nothing = new Verdict(List.of(), List.of(), List.of(), 0, List.of(), List.of(), List.of());
        return new Finding(name, "did not come to its end", 0, 0, 0, nothing, 0, true, List.of(), List.of(why));
    }

    Finding note(String format, Object... values) {
        var more = new ArrayList<>(notes);
        more.add(String.format(Locale.ROOT, format, values));
        return new Finding(name, what, accepted, refused, unknown, verdict, mayRepeat, conserved, more, broken);
    }

    /** Something more that has to be true. */
    Finding require(boolean holds, String format, Object... values) {
        if (holds) {
            return this;
        }
        var more = new ArrayList<>(broken);
        more.add(String.format(Locale.ROOT, format, values));
        return new Finding(name, what, accepted, refused, unknown, verdict, mayRepeat, conserved, notes, more);
    }

    /** Whether every promise was kept. */
    boolean holds() {
        return verdict.holds(mayRepeat) && conserved && broken.isEmpty();
    }

    /** For people, a line for each count. */
    String text() {
        var text = new StringBuilder(String.format(Locale.ROOT,
                "%s: %s; %,d events accepted, %,d emits refused, %,d without an answer%n", name, what, accepted,
                refused, unknown));
        counts().forEach((count, value) -> text.append("  %s: %d%s%n".formatted(count, value,
                count.equals("duplicates") ? " (at most " + mayRepeat + ")" : "")));
        notes.forEach(note -> text.append("  ").append(note).append('\n'));
        problems().forEach(problem -> text.append("  BROKEN: ").append(problem).append('\n'));
        return text.toString();
    }

    private List<String> problems() {
        var problems = new ArrayList<>(broken);
        if (!conserved) {
            problems.add("the ledger does not add up: see /v1/ledger/conserved");
        }
        for (var list : List.of(verdict.lost(), verdict.unexpected(), verdict.duplicates(), verdict.inversions(),
                verdict.doubleEnds(), verdict.wrong())) {
            list.stream().limit(EXAMPLES).forEach(problems::add);
        }
        if (verdict.repeats() > mayRepeat) {
            problems.add("%d packets were sent again, and a fault explains %d".formatted(verdict.repeats(), mayRepeat));
        }
        return problems;
    }

    private Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("lost", (long) verdict.lost().size());
        counts.put("unexpected", (long) verdict.unexpected().size());
        counts.put("duplicates", verdict.repeats());
        counts.put("under_another_key", (long) verdict.duplicates().size());
        counts.put("out_of_order", (long) verdict.inversions().size());
        counts.put("ended_twice", (long) verdict.doubleEnds().size());
        counts.put("wrong_content", (long) verdict.wrong().size());
        return counts;
    }

    /** For programs. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("what", what);
        json.put("holds", holds());
        json.put("accepted", accepted);
        json.put("refused", refused);
        json.put("unknown", unknown);
        json.putAll(counts());
        json.put("duplicates_explained", mayRepeat);
        json.put("conserved", conserved);
        json.put("notes", notes);
        json.put("broken", problems());
        return json;
    }

    static String markdownHead() {
        return "| row | what happened | events | lost | unexpected | duplicates (at most) | out of order | seen besides |\n"
                + "|---|---|---|---|---|---|---|---|\n";
    }

    /** A row of a table. */
    String markdown() {
        var besides = new ArrayList<>(notes);
        problems().forEach(problem -> besides.add("**broken:** " + problem));
        return String.format(Locale.ROOT, "| %s | %s | %,d | %d | %d | %,d (%,d) | %d | %s |%n", name, what, accepted,
                verdict.lost().size(), verdict.unexpected().size(), verdict.repeats(), mayRepeat,
                verdict.inversions().size(), String.join("; ", besides));
    }
}
