package io.hmsbridge.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Replays in words for people. */
final class ReplayText {

    private static final int BAR = 30;

    private ReplayText() {}

    /** What a replay would do. */
    static String preview(JsonView would, boolean remap, boolean force) {
        var least = would.is("complete") ? "" : "at least ";
        var lines = new ArrayList<String>();
        lines.add("From %s to %s:".formatted(would.text("from"), would.text("to")));
        if (remap) {
            lines.add("  %s%s events would be mapped again, of which %s matched no sheet before"
                    .formatted(least, would.text("events"), would.text("unmatched")));
        } else {
            lines.add("  %s%s packets would be sent again%s".formatted(least, would.text("count"), byTarget(would)));
            if (!would.text("overtaken").isEmpty() && !would.text("overtaken").equals("0")) {
                lines.add("  of which %s have newer ones of their key: left out where these have overwritten them"
                        .formatted(would.text("overtaken")));
            }
            lines.add(force ? "  under new keys: every target takes them again"
                    : "  under their keys: a target that remembers one answers that it has it (--force: new keys)");
        }
        if (!would.text("waiting").equals("0")) {
            lines.add("  %s that wait in the outbox anyway are left out".formatted(would.text("waiting")));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** What a backfill would do. */
    static String backfill(JsonView would, String target) {
        var least = would.is("complete") ? "" : "at least ";
        var has = Long.parseLong(would.text("count")) + Long.parseLong(would.text("waiting"));
        return String.join(System.lineSeparator(), "From %s to %s:".formatted(would.text("from"), would.text("to")),
                "  %s%s events would be mapped for %s by the sheets in force".formatted(least, would.text("events"),
                        target),
                "  %s%s packets that %s has had, or that wait for it, are left out".formatted(least, has, target));
    }

    private static String byTarget(JsonView would) {
        var packets = would.fields().get("packets") instanceof Map<?, ?> map ? map : Map.of();
        return packets.isEmpty() ? "" : packets.entrySet().stream()
                .map(e -> "%s to %s".formatted(e.getValue(), e.getKey())).collect(Collectors.joining(", ", ": ", ""));
    }

    /** A replay in a line. */
    static String line(JsonView job) {
        var why = job.text("why");
        return "replay %s  %s  %s  %s..%s%s  by %s%s%s".formatted(job.text("id"), job.text("state"), counts(job),
                job.text("from"), job.text("to"), filters(job), job.text("who"), why.isEmpty() ? "" : ": " + why,
                job.text("note").isEmpty() ? "" : "  (" + job.text("note") + ")");
    }

    /** {@code [#####.....] 52 %  520 queued, 12 overtaken}. */
    static String bar(JsonView job) {
        double done = job.text("done").isEmpty() ? 0 : Double.parseDouble(job.text("done"));
        int full = (int) (done * BAR);
        return "[%s%s] %3d %%  %s%s".formatted("#".repeat(full), ".".repeat(BAR - full), (int) (done * 100),
                job.text("state").equals("PREPARING") ? "looks for what has overtaken its packets" : counts(job),
                job.text("note").isEmpty() ? "" : "; " + job.text("note"));
    }

    private static String counts(JsonView job) {
        var counts = JsonView.of(job.fields().get("counts"));
        var parts = new ArrayList<String>();
        for (var name : List.of("queued", "revised", "overtaken", "waiting", "blocked", "unchanged", "failed", "had",
                "scheduled")) {
            var count = counts.text(name);
            if (name.equals("queued") || !count.equals("0") && !count.isEmpty()) {
                parts.add(count + " " + name);
            }
        }
        return String.join(", ", parts);
    }

    private static String filters(JsonView job) {
        var parts = new ArrayList<String>();
        for (var name : List.of("target", "type", "key", "rate")) {
            if (!job.text(name).isEmpty()) {
                parts.add(name + " " + job.text(name));
            }
        }
        for (var flag : List.of("remap", "force", "backfill", "latestPerKey")) {
            if (job.is(flag)) {
                parts.add(flag);
            }
        }
        return parts.isEmpty() ? "" : "  " + String.join(", ", parts);
    }
}
