package io.hmsbridge.benchmarks.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.benchmarks.Jmh;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;

/** Events mapped a second by one thread: ten plain fields; the same, with three expressions besides. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MappingBenchmark {

    private static final String EXPRESSIONS = """
                set:
                  label: "$uppercase(data.new_f1) & '-' & subject"
                  level: "data.amount > 100 ? 'high' : 'low'"
                  total: "data.amount * data.days"
            """;

    /** How many sheets there are beside the one that maps the event. */
    @Param({"0", "1000"})
    public int others;

    private Path folder;
    private SheetFolder plain;
    private SheetFolder computed;
    private Event event;

    /** Measures; JMH's options go through. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        Jmh.run(MappingBenchmark.class, args);
    }

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("mapping-benchmark-");
        plain = sheets("plain", "");
        computed = sheets("computed", EXPRESSIONS);
        var data = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 10; i++) {
            data.put("old_f" + i, "before " + i);
            data.put("new_f" + i, "after " + i);
        }
        data.put("amount", 120L);
        data.put("days", 3L);
        event = new Event("1", "/benchmark", "policy.changed", "pd", Instant.now(), data, Map.of());
    }

    private SheetFolder sheets(String name, String more) throws IOException {
        var own = Files.createDirectory(folder.resolve(name));
        var map = IntStream.range(0, 10).mapToObj(i -> "      new_f" + i + ": field" + i)
                .collect(Collectors.joining("\n"));
        Files.writeString(own.resolve("sheet.yaml"),
                "source_event: policy.changed\ntargets:\n  t:\n    connector: C\n    map:\n" + map + "\n" + more);
        for (int i = 0; i < others; i++) {
            Files.writeString(own.resolve("other" + i + ".yaml"),
                    "source_event: other" + i + ".*\ntargets:\n  t:\n    connector: C\n    map:\n" + map + "\n");
        }
        var sheets = new SheetFolder(own, new OneTarget(), new NoArchive(), Clock.systemUTC(),
                SheetFolder.FailingTests.REFUSE);
        long start = System.nanoTime();
        sheets.open();
        System.out.printf("# %d sheets loaded in %d ms%n", others + 1,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return sheets;
    }

    /** Ten fields that all changed. */
    @Benchmark
    public List<Mapped> tenPlainFields() {
        return plain.map(event);
    }

    /** Ten fields that all changed, and three expressions. */
    @Benchmark
    public List<Mapped> threeExpressionsBesides() {
        return computed.map(event);
    }

    @TearDown
    public void close() throws IOException {
        plain.close();
        computed.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
