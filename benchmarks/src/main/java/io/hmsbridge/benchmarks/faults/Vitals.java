package io.hmsbridge.benchmarks.faults;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What a server and its ledger take up at one moment, garbage not counted. */
record Vitals(Map<Figure, Double> figures) {

    /** What is looked at. */
    enum Figure {
        HEAP("heap, MB", 0), METASPACE("metaspace, MB", 0), THREADS("threads", 3), FILES("open files", 3),
        OUTBOX("outbox and its indexes, MB", 1), LEDGER("ledger, bytes an event", 0);

        private final String text;
        /** So many more say nothing: a thread that comes and goes, a few pages. */
        private final int few;

        Figure(String text, int few) {
            this.text = text;
            this.few = few;
        }

        /** What it is, for people. */
        String text() {
            return text;
        }
    }

    private static final double MB = 1e6;

    static Vitals of(Scene scene) throws Exception {
        scene.server().collectGarbage();
        var metrics = scene.server().get("/metrics");
        var figures = new EnumMap<Figure, Double>(Figure.class);
        figures.put(Figure.HEAP, sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\".*\\}") / MB);
        figures.put(Figure.METASPACE, sum(metrics, "jvm_memory_used_bytes\\{.*id=\"Metaspace\".*\\}") / MB);
        figures.put(Figure.THREADS, sum(metrics, "jvm_threads_live_threads"));
        figures.put(Figure.FILES, sum(metrics, "process_files_open_files"));
        figures.put(Figure.OUTBOX, scene.ledger().outboxBytes() / MB);
        figures.put(Figure.LEDGER, (double) scene.ledger().bytes() / scene.clients().accepted());
        return new Vitals(figures);
    }

    private static double sum(String metrics, String series) throws IOException {
        var found = Pattern.compile("^" + series + " (\\S+)$", Pattern.MULTILINE).matcher(metrics).results()
                .mapToDouble(line -> Double.parseDouble(line.group(1))).toArray();
        if (found.length == 0) {
            throw new IOException("the server's metrics have nothing like " + series);
        }
        return Arrays.stream(found).sum();
    }

    double of(Figure figure) {
        return figures.get(figure);
    }

    /**
     * How a figure went, by medians.
     *
     * @param early in the second quarter of the time, when all has been used once
     * @param late in the last quarter
     */
    record Course(double early, double late) {

        private static final double GROWTH = 1.1;

        /** Of what was seen, in order. */
        static Course of(List<Double> seen) {
            int quarter = Math.ceilDiv(seen.size(), 4);
            int end = seen.size();
            return new Course(median(seen.subList(Math.min(quarter, end - 1), Math.min(2 * quarter, end))),
                    median(seen.subList(end - quarter, end)));
        }

        private static double median(List<Double> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }

        boolean isFlat(Figure figure) {
            return late <= Math.max(early * GROWTH, early + figure.few);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f, later %.1f", early, late);
        }
    }
}
