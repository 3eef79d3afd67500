package io.hmsbridge.server.cli;

import java.util.List;

/** Findings of a test, a line each, with what to do beneath those that are not as they should be. */
final class FindingsView {

    private static final int NARROWEST = 9;

    private final Output output;

    FindingsView(Output output) {
        this.output = output;
    }

    void print(List<JsonView> findings) {
        int width = findings.stream().mapToInt(found -> found.text("check").length()).reduce(NARROWEST, Math::max);
        findings.forEach(found -> print(found, width));
    }

    private void print(JsonView found, int width) {
        var mark = switch (found.text("verdict")) {
            case "OK" -> output.coloured("green", "\u2713");
            case "FAILED" -> output.coloured("red", "\u2717");
            default -> "?";
        };
        var check = found.text("check");
        output.line(mark + " " + check + " ".repeat(width - check.length()) + " " + found.text("detail"));
        if (!found.text("mend").isEmpty()) {
            output.line(" ".repeat(width + 3) + found.text("mend"));
        }
    }
}
