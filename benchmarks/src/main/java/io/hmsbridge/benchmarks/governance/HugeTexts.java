package io.hmsbridge.benchmarks.governance;

import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.PolicyGovernance;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it takes to vet texts of 100 KB that were made to take long, in processor time of the thread that vets: so neither others on the
 * machine nor pauses of the JVM are counted in.
 */
public final class HugeTexts {

    private static final int HUGE = 100_000;
    private static final int WARM_UP = 200;
    private static final int RUNS = 1_000;
    private static final double MILLISECOND = 1e6;
    private static final List<String> FULL_OF = List.of("415-555-2671", "ssn 536904399", "\u4E2D", "a.b@c.d@",
            "GB82 WEST 1234", "1", "::1", "4111111111111111", "MTExLTIyLTMzMzM=", "%34%31%31%31", "&#52;&#49;",
            "a.b@example.com", "10.0.0.1");

    private HugeTexts() {}

    /** Measures, and prints a row for each text. */
    public static void main(String[] args) {
        System.out.println("| 100 KB of | median, ms | 99 of 100 | slowest of " + RUNS + " |\n|---|---|---|---|");
        try (var governance = PolicyGovernance.byDefault()) {
            for (var of : FULL_OF) {
                var times = times(governance, Map.of("note", (of + " ").repeat(HUGE / of.length()).substring(0, HUGE)));
                System.out.printf(Locale.ROOT, "| `%s` | %.1f | %.1f | %.1f |%n", of, times[RUNS / 2] / MILLISECOND,
                        times[RUNS * 99 / 100] / MILLISECOND, times[RUNS - 1] / MILLISECOND);
            }
        }
    }

    /** In nanoseconds, the shortest first. */
    private static long[] times(Governance governance, Map<String, Object> content) {
        var threads = ManagementFactory.getThreadMXBean();
        var times = new long[RUNS];
        for (int i = -WARM_UP; i < RUNS; i++) {
            long before = threads.getCurrentThreadCpuTime();
            if (governance.vet(Governance.EXTERNAL_SYNC, "payroll", content).policy() == null) {
                throw new IllegalStateException("no policy decided");
            }
            if (i >= 0) {
                times[i] = threads.getCurrentThreadCpuTime() - before;
            }
        }
        Arrays.sort(times);
        return times;
    }
}
