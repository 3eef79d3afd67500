package io.hmsbridge.server.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** A packet in one line: {@code pkt-17 → SENT  payroll PATCH /v2/rates 204 (43 ms)}. */
final class PacketLine {

    private final Output output;

    PacketLine(Output output) {
        this.output = output;
    }

    /** Prints the packets of an answer, and how many there are in all. */
    void counted(JsonView answer) {
        answer.list("packets").forEach(packet -> output.print(packet.fields(), () -> of(packet)));
        if (!output.isJson()) {
            output.line(answer.text("count").equals("0") ? "There are no such packets."
                    : answer.text("count") + " in all");
        }
    }

    String of(JsonView packet) {
        var state = packet.text("state");
        if (state.isEmpty()) {
            return packet.text("id") + " → " + packet.text("target");
        }
        var line = new StringBuilder(packet.text("id")).append(" → ").append(output.coloured(colour(state), state))
                .append(nextTry(packet))
                .append("  ").append(packet.text("target"));
        if (!packet.text("detail").isEmpty()) {
            line.append(' ').append(packet.text("detail"));
        }
        if (packet.is("terminal") && !packet.text("ms").isEmpty()) {
            line.append(" (").append(packet.text("ms")).append(" ms)");
        }
        return line.toString();
    }

    /** What governance found in it and did, a line each. */
    String governance(JsonView packet) {
        return packet.list("governance").stream().map(found -> "\n    %s in %s: %s (%s)".formatted(found.text("class"),
                found.text("field"), found.text("action"), found.text("rule"))).collect(Collectors.joining());
    }

    private static String colour(String state) {
        return switch (state) {
            case "SENT", "UNCHANGED" -> "green";
            case "DEAD", "BLOCKED" -> "red";
            case "RETRY", "HELD" -> "yellow";
            default -> "bold";
        };
    }

    private static String nextTry(JsonView packet) {
        try {
            var due = packet.text("due");
            if (due.isEmpty()) {
                return "";
            }
            if (packet.text("state").equals("SCHEDULED")) {
                return " (due " + due + ")";
            }
            long millis = Math.max(0, Duration.between(Instant.now(), Instant.parse(due)).toMillis());
            return String.format(Locale.ROOT, " (next try in %.1f s)", millis / 1000.0);
        } catch (DateTimeException _) {
            return "";
        }
    }
}
