package io.hmsbridge.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A packet as the HTTP API shows it. */
record DemoPacket(Map<String, ?> json) {

    String id() {
        return text("id");
    }

    String state() {
        return text("state");
    }

    String target() {
        return text("target");
    }

    long event() {
        return ((Number) json.get("event")).longValue();
    }

    boolean isSent() {
        return state().equals("SENT");
    }

    boolean waits() {
        return Boolean.FALSE.equals(json.get("terminal"));
    }

    /** The latest receipt or reason, or empty. */
    String detail() {
        return text("detail").replaceFirst("^" + Pattern.quote(text("target") + ": "), "");
    }

    /** One line for people: {@code pkt-1 → SENT  payroll PATCH /v2/rates 204 (4 ms)}; of one that waits, not why. */
    String line(Instant now) {
        var line = new StringBuilder(id()).append(" → ").append(state()).append("  ").append(text("target"));
        if (json.get("due") instanceof String due) {
            line.append(state().equals("SCHEDULED") ? " (due in " : " (retry in ")
                    .append(seconds(Duration.between(now, Instant.parse(due)))).append(')');
        }
        if (!waits() && !detail().isEmpty()) {
            line.append(' ').append(detail());
        }
        if (isSent() && json.get("ms") instanceof Number ms) {
            line.append(" (").append(ms).append(" ms)");
        }
        return line.toString();
    }

    private static String seconds(Duration left) {
        return String.format(Locale.ROOT, "%.1f s", Math.max(0, left.toMillis()) / 1000.0);
    }

    private String text(String name) {
        return json.get(name) instanceof String text ? text : "";
    }
}
