package io.hmsbridge.core.ledger;

import io.hmsbridge.api.PacketId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A packet as people see it.
 *
 * @param type the event's type
 * @param acceptedAt when its event was accepted
 * @param tries how often it was tried
 * @param due when it is tried again, or takes effect; null unless it waits for that
 * @param detail the latest receipt or reason, or empty
 * @param took how long the latest attempt took; null if there was none
 * @param governed what governance said of it
 */
public record PacketView(PacketId id, String type, String key, long sequence, PacketState state, Instant acceptedAt,
        int tries, Instant due, String detail,
        Duration took, Governed governed) {

    public Optional<Instant> dueAt() {
        return Optional.ofNullable(due);
    }

    /** The same packet with its texts as somebody may see them. */
    public PacketView seen(UnaryOperator<String> texts) {
        var seenKey = texts.apply(key);
        var seenDetail = texts.apply(detail);
        return seenKey.equals(key) && seenDetail.equals(detail) ? this
                : new PacketView(id, type, seenKey, sequence, state, acceptedAt, tries, due, seenDetail, took,
                        governed);
    }

    /** The same packet in another state. */
    public PacketView in(PacketState newState) {
        return new PacketView(id, type, key, sequence, newState, acceptedAt, tries, due, detail, took, governed);
    }

    /** One line: {@code pkt-17 → SENT  payroll PATCH /v2/rates 204 (43 ms)}. */
    @Override
    public String toString() {
        var line = new StringBuilder(id.text()).append(" → ").append(state).append("  ").append(id.target());
        if (!detail.isEmpty()) {
            line.append(' ').append(detail);
        }
        if (took != null && state == PacketState.SENT) {
            line.append(" (").append(took.toMillis()).append(" ms)");
        }
        return line.toString();
    }
}
