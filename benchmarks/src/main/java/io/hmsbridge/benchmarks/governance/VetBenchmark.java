package io.hmsbridge.benchmarks.governance;

import io.hmsbridge.benchmarks.Jmh;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.governance.PolicyGovernance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;

/** What it takes to vet payloads of a kilobyte by the default policy. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VetBenchmark {

    private static final int KILOBYTE = 1_024;

    /** What it is full of. */
    @Param({"usual", "one value", "crammed"})
    public String payload;

    private PolicyGovernance governance;
    private Map<String, Object> content;

    /** Measures; JMH's options go through. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Jmh.run(VetBenchmark.class, args);
    }

    @Setup
    public void fill() {
        governance = PolicyGovernance.byDefault();
        content = switch (payload) {
            case "usual" -> usual("See the minutes of the meeting for the reasons, which are the usual ones.");
            case "one value" -> usual("The card of the crew is 4111 1111 1111 1111, valid through December.");
            default -> Map.of("note", full("ssn 536-90-4399 card 4111 1111 1111 1111 phone 415-555-2671 mail"
                    + " a.b@example.com ip 10.0.0.1 ", KILOBYTE));
        };
    }

    @Benchmark
    public Governance.Verdict vet() {
        return governance.vet(Governance.EXTERNAL_SYNC, "payroll", content);
    }

    /** What is vetted along with each packet: its key, and the id and subject of its event. */
    @Benchmark
    public boolean alongWithIt() {
        return passes("key", "pd-2026-000123") & passes("origin", "6f1c0f0e-58a5-4d2b-9a0c-0f8f0d0c7f11")
                & passes("origin", "policies/per-diem/2026/12");
    }

    private boolean passes(String what, String text) {
        return governance.vetText(Governance.EXTERNAL_SYNC, "payroll", what, text, Set.of()).findings().isEmpty();
    }

    private static Map<String, Object> usual(String note) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("policy_id", "pd-2026-000123");
        fields.put("new_rate", 68L);
        fields.put("status", "approved");
        fields.put("effective_date", "2026-12-07");
        fields.put("approvedBy", "director of field operations");
        fields.put("reference", "https://intranet.agency.example/policies/per-diem/2026/12");
        fields.put("grades", List.of(Map.of("grade", "A1", "rate", 61L), Map.of("grade", "B2", "rate", 68L)));
        fields.put("updatedAt", "2026-11-26T18:04:11Z");
        fields.put("correlation", "6f1c0f0e-58a5-4d2b-9a0c-0f8f0d0c7f11");
        fields.put("tags", List.of("per-diem", "travel", "approved", "finance"));
        fields.put("note", note);
        fields.put("description", full("Employees who travel on duty get an allowance for each day away. ", 500));
        return fields;
    }

    private static String full(String of, int length) {
        return of.repeat(length / of.length() + 1).substring(0, length);
    }
}
