package io.hmsbridge.benchmarks.mapping;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.mapping.Mapped;
import io.hmsbridge.core.mapping.SheetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How soon a saved sheet is in force, and how long mapping stands still meanwhile. Events are mapped one a millisecond; a sheet is
 * saved under a temporary name and put in the place of the one before, again and again.
 */
public final class ReloadBenchmark {

    private static final int SAVES = 100;
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(1);

    private ReloadBenchmark() {}

    /** Measures with one sheet, and with a thousand. */
    public static void main(String[] args) throws IOException {
        for (int sheets : new int[] {1, 1_000}) {
            System.out.println(measure(sheets, SAVES));
        }
    }

    /**
     * What came of it, in milliseconds.
     *
     * @param live from the save until an event was mapped by the new version: the median, and the most
     * @param pause the longest from when an event was due until it was mapped, while sheets are saved
     * @param usualPause the same while none is
     */
    record Figures(int sheets, double live, double slowest, double pause, double usualPause) {

        @Override
        public String toString() {
            return "%,d sheets: live after %.1f ms (at most %.1f), longest pause %.1f ms (%.1f without saves)"
                    .formatted(sheets, live, slowest, pause, usualPause);
        }
    }

    static Figures measure(int sheets, int saves) throws IOException {
        var folder = Files.createTempDirectory("reload-benchmark-");
        try {
            for (int i = 1; i < sheets; i++) {
                Files.writeString(folder.resolve("other" + i + ".yaml"), sheet("other" + i, "x"));
            }
            save(folder, 0);
            try (var live = new SheetFolder(folder, new OneTarget(), new NoArchive(), Clock.systemUTC(),
                    SheetFolder.FailingTests.REFUSE)) {
                live.open();
                return measure(folder, live, sheets, saves);
            }
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Figures measure(Path folder, SheetFolder live, int sheets, int saves) throws IOException {
        var event = Event.of("policy.changed", Map.of("v", 1L));
        var flow = new Flow(live, event);
        for (int i = 0; i < 2 * saves; i++) { // also warms up
            flow.goOn(TimeUnit.MILLISECONDS.toNanos(10));
        }
        flow.forget();
        for (int i = 0; i < saves; i++) {
            flow.goOn(TimeUnit.MILLISECONDS.toNanos(10));
        }
        double usual = flow.longest();
        flow.forget();
        var took = new double[saves];
        for (int i = 1; i <= saves; i++) {
            long start = System.nanoTime();
            save(folder, i);
            took[i - 1] = (flow.until("v" + i) - start) / 1e6;
        }
        Arrays.sort(took);
        return new Figures(sheets, took[saves / 2], took[saves - 1], flow.longest(), usual);
    }

    /** Maps one event a millisecond. */
    private static final class Flow {

        private final SheetFolder sheets;
        private final Event event;
        private long due;
        private long longest;

        Flow(SheetFolder sheets, Event event) {
            this.sheets = sheets;
            this.event = event;
        }

        void goOn(long nanos) {
            due = System.nanoTime();
            for (long end = System.nanoTime() + nanos; System.nanoTime() < end;) {
                next();
            }
        }

        /** Until an event is mapped to a field; answers when that was. */
        long until(String field) {
            due = System.nanoTime();
            long end = due + TimeUnit.SECONDS.toNanos(30);
            while (!next().contains(field)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("the saved sheet was not in force after 30 s");
                }
            }
            return System.nanoTime();
        }

        /** The fields that the next event is mapped to. */
        private String next() {
            due += PERIOD;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            var mapped = sheets.map(event).getFirst();
            longest = Math.max(longest, System.nanoTime() - due);
            return ((Map<?, ?>) ((Mapped.Result.Content) mapped.result()).content()).keySet().toString();
        }

        void forget() {
            longest = 0;
        }

        double longest() {
            return longest / 1e6;
        }
    }

    private static void save(Path folder, int version) throws IOException {
        var draft = Files.writeString(folder.resolve(".draft"), sheet("policy.changed", "v" + version));
        Files.move(draft, folder.resolve("sheet.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sheet(String type, String field) {
        return "source_event: " + type + "\ntargets:\n  t:\n    connector: C\n    map: {v: " + field + "}\n";
    }
}
