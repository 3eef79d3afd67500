package io.hmsbridge.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * A figure that is asked for.
 *
 * @param figure which it is
 * @param what it is, for people
 * @param ideal the figure of the ideal pipeline beside it, or empty
 */
record Asked(String figure, String what, Bound bound, double value, String ideal) {

    /** On which side of the value it should be. */
    enum Bound {
        AT_LEAST, AT_MOST
    }

    /** All of them, in the order of the table. */
    static final List<Asked> ALL = List.of(
            atLeast("throughput_ratio_to_ideal", "throughput, of the ideal", 0.85, ""),
            atMost("cpu_us_per_event", "CPU per event, µs", 88, "ideal_cpu_us_per_event"),
            atMost("light_load_ms.p50", "100/s, emit → 2xx, p50 ms", 2.5, "light_load_ms.ideal_p50"),
            atMost("light_load_ms.p95", "100/s, emit → 2xx, p95 ms", 4, "light_load_ms.ideal_p95"),
            atMost("light_load_ms.p99", "100/s, emit → 2xx, p99 ms", 8, "light_load_ms.ideal_p99"),
            atMost("light_load_ms.recorded_p95", "100/s, emit → recorded, p95 ms", 6,
                    "light_load_ms.ideal_recorded_p95"),
            atMost("load_1000_ms.p50", "1,000/s, emit → 2xx, p50 ms", 2.5, "load_1000_ms.ideal_p50"),
            atMost("load_1000_ms.p99", "1,000/s, emit → 2xx, p99 ms", 12, "load_1000_ms.ideal_p99"),
            atLeast("fan_out.ratio_to_single", "1 event → 10 targets, of one target", 1.1, ""),
            atLeast("hanging_neighbour.hangs_throughput_ratio", "one of 10 hangs, throughput ratio", 0.95, ""),
            atMost("hanging_neighbour.hangs_p99_ratio", "one of 10 hangs, p99 ratio", 1.2, ""),
            atLeast("hanging_neighbour.dawdles_throughput_ratio", "one of 10 takes 5 s, throughput ratio", 0.95, ""),
            atMost("hanging_neighbour.dawdles_p99_ratio", "one of 10 takes 5 s, p99 ratio", 1.2, ""),
            atMost("backlog.heap_mb", "backlog, most heap, MB", 256, ""),
            atLeast("backlog.drain_ratio_to_live", "backlog, drain rate of live rate", 1, ""),
            atMost("backlog.cost_ratio_largest_to_smallest", "backlog, cost of large to small", 1.1, ""),
            atLeast("full_ledger.ratio_to_empty", "full ledger, throughput of empty", 0.9, ""),
            atMost("replay.preview_s", "replay, preview, s", 1, ""),
            atLeast("replay.ratio_to_live", "replay, packets/s of the live rate", 0.7, ""),
            atLeast("waking.ratio_to_live", "waking, packets/s of the live rate", 0.8, ""),
            atMost("waking.others_p99_ratio", "waking, p99 of other traffic", 1.5, ""),
            atLeast("postponed.ratio", "1,000,000 scheduled, throughput of none", 0.98, ""),
            atLeast("bounded.ratio", "windows and limits, throughput of none", 0.98, ""),
            atMost("folding.sent_per_key", "1,000 keys folded, packets sent a key", 1.1, ""),
            atMost("folding.heap_mb", "folding, most heap, MB", 256, ""),
            atLeast("api_batches.ratio_to_engine", "API, batches, of the engine inside", 0.8, ""),
            atLeast("api_singles.per_s", "API, single events/s", 5_000, ""),
            atMost("api_singles.p95", "API, 200/s, emit → 202, p95 ms", 8, ""),
            atLeast("api_streams.ratio_to_none", "500 stream clients, of none", 0.9, ""),
            atMost("cold_start.ready_s", "cold start until ready, s", 2.5, ""),
            atMost("api_lists.worst_p95_ms", "API, slowest list, 10 M packets, ms", 100, ""));

    private static Asked atLeast(String figure, String what, double value, String ideal) {
        return new Asked(figure, what, Bound.AT_LEAST, value, ideal);
    }

    private static Asked atMost(String figure, String what, double value, String ideal) {
        return new Asked(figure, what, Bound.AT_MOST, value, ideal);
    }

    boolean isReachedBy(double measured) {
        return bound == Bound.AT_LEAST ? measured >= value : measured <= value;
    }

    /** {@code ≥ 0.85}. */
    String text() {
        return (bound == Bound.AT_LEAST ? "≥ " : "≤ ") + number(value);
    }

    /** With as many digits as it is worth. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        var text = String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
