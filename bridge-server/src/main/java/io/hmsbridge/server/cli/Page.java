package io.hmsbridge.server.cli;

import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** Which page of a long list is asked for. */
final class Page {

    /** So many are listed if nobody said. */
    static final long USUAL = 50;
    /** So many are in one answer at most. */
    static final long MOST = 1_000;

    @Option(names = "--limit", paramLabel = "N", description = "The most to list (default: 50).")
    private String limit;

    @Option(names = "--before", paramLabel = "NUMBER",
            description = "Those older than this one: the next page.")
    private String before;

    void addTo(Map<String, String> parameters) {
        if (limit != null) {
            parameters.put("limit", limit);
        }
        if (before != null) {
            parameters.put("before", before);
        }
    }

    /** Of which those are wanted that are older; null for the first page. */
    String before() {
        return before;
    }

    /** How many are wanted; empty if nobody said. */
    OptionalLong limit() {
        try {
            return limit == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(limit));
        } catch (NumberFormatException _) {
            throw CommandFailure.invalid("--limit must be a whole number");
        }
    }

    /** Says how to ask for the next page, if the answer tells of one. */
    static void tellOfMore(JsonView answer, Output output) {
        if (!answer.text("before").isEmpty()) {
            output.line("More with --before " + answer.text("before") + ".");
        }
    }
}
