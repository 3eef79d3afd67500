package io.hmsbridge.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** A packet as the HTTP API shows it. */
record DemoPacket(Map<String, ?> json) {

    String id() {
        return text("id");
    }

    String state() {
        return text("state");
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

    /** One line for people: {@code pkt-1 → SENT  payroll PATCH /v2/rates 204 (4 ms)}. */
    String line(Instant now) {
        var line = new StringBuilder(id()).append(" → ").append(state()).append("  ").append(text("target"));
        var detail = text("detail").replaceFirst("^" + text("target") + ": ", "");
        if (!detail.isEmpty()) {
            line.append(' ').append(detail);
        }
        if (isSent() && json.get("ms") instanceof Number ms) {
            line.append(" (").append(ms).append(" ms)");
        }
        if (json.get("due") instanceof String due) {
            line.append(" (retry in ").append(seconds(Duration.between(now, Instant.parse(due)))).append(')');
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
