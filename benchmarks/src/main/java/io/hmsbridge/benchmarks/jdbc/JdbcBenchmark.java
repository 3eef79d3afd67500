package io.hmsbridge.benchmarks.jdbc;

import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.jdbctable.JdbcTableConnectorFactory;
import io.hmsbridge.postgres.EmbeddedPostgres;
import io.hmsbridge.testkit.TestPackets;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Packets a second into one table of a PostgreSQL that commits to disk: by the connector of {@code jdbc-table}, and by the bare
 * driver doing the same work. The two take turns, and each pair of turns gives one ratio.
 */
public final class JdbcBenchmark {

    private static final double ASKED_RATIO = 0.8;
    private static final double ASKED_P99 = 1.5;
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

    private final int threads;
    private final int batch;
    private final int batches;
    private final EmbeddedPostgres postgres;

    /** What one turn made of it. */
    record Turn(double perSecond, double p99Millis) {}

    /** The ratios of one pair of turns, the connector's to the driver's. */
    record Pair(Turn connector, Turn driver) {

        double throughput() {
            return connector.perSecond / driver.perSecond;
        }

        double p99() {
            return connector.p99Millis / driver.p99Millis;
        }
    }

    JdbcBenchmark(EmbeddedPostgres postgres, int threads, int batch, int batches) {
        this.postgres = postgres;
        this.threads = threads;
        this.batch = batch;
        this.batches = batches;
    }

    /** Measures, for less than a minute. */
    public static void main(String[] args) throws Exception {
        var folder = Files.createTempDirectory("hms-bridge-jdbc-benchmark");
        try (var postgres = EmbeddedPostgres.start(folder)) {
            var pairs = new JdbcBenchmark(postgres, 2, 500, 40).run(5);
            print(pairs);
        } finally {
            delete(folder);
        }
    }

    /** Runs so many pairs of turns after one to warm up. */
    List<Pair> run(int turns) throws Exception {
        sql("CREATE TABLE rates (id text PRIMARY KEY, rate numeric(10,2), grade text, note text)");
        sql("CREATE TABLE bridge_delivered (id char(64) PRIMARY KEY, sequence bigint NOT NULL,"
                + " idempotency_key text NOT NULL, delivered_at timestamptz NOT NULL)");
        var pairs = new ArrayList<Pair>();
        try (var connector = new TableConnector(postgres, threads); var driver = new BareDriver(postgres, threads)) {
            for (int i = 0; i <= turns; i++) {
                boolean first = i % 2 == 0;
                var one = turn(first ? connector : driver);
                var other = turn(first ? driver : connector);
                if (i > 0) {
                    pairs.add(first ? new Pair(one, other) : new Pair(other, one));
                }
            }
        }
        return pairs;
    }

    private Turn turn(Side side) throws Exception {
        sql("TRUNCATE rates, bridge_delivered");
        var work = new ArrayList<List<List<Packet>>>();
        for (int i = 0; i < threads; i++) {
            work.add(batches(i));
        }
        var latencies = new ConcurrentHistogram(LONGEST, 3);
        var start = new CountDownLatch(1);
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var ends = new ArrayList<Future<Void>>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                ends.add(pool.submit(() -> {
                    start.await();
                    for (var packets : work.get(thread)) {
                        long from = System.nanoTime();
                        side.write(thread, packets);
                        latencies.recordValue(System.nanoTime() - from);
                    }
                    return null;
                }));
            }
            long from = System.nanoTime();
            start.countDown();
            for (var end : ends) {
                end.get();
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            return new Turn(threads * batches * (double) batch / seconds, latencies.getValueAtPercentile(99) / 1e6);
        }
    }

    private List<List<Packet>> batches(int thread) throws Exception {
        var packets = new TestPackets(new JdbcTableConnectorFactory());
        var all = new ArrayList<List<Packet>>();
        for (int i = 0; i < batches; i++) {
            var one = new ArrayList<Packet>();
            for (int j = 0; j < batch; j++) {
                var made = packets.of(Map.of("rate", BigDecimal.valueOf(i * 100L + j, 2), "grade", "E" + j % 9, "note",
                        "approved by the agency"), Map.of("table", "rates"));
                one.add(new Packet(made.id(), made.idempotencyKey(), made.origin(), thread + "-" + i + "-" + j,
                        made.sequence(), 1, made.form(), made.content(), made.with(), ""));
            }
            all.add(one);
        }
        return all;
    }

    private void sql(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void print(List<Pair> pairs) {
        System.out.println("connector packets/s  driver packets/s  ratio   connector p99 ms  driver p99 ms  ratio");
        pairs.forEach(pair -> System.out.printf(Locale.ROOT, "%,19.0f %,17.0f %6.2f %18.1f %14.1f %6.2f%n",
                pair.connector.perSecond, pair.driver.perSecond, pair.throughput(), pair.connector.p99Millis,
                pair.driver.p99Millis, pair.p99()));
        double ratio = median(pairs.stream().map(Pair::throughput).toList());
        double p99 = median(pairs.stream().map(Pair::p99).toList());
        System.out.printf(Locale.ROOT, "median ratio %.2f, asked ≥ %.1f; median p99 ratio %.2f, asked ≤ %.1f%n", ratio,
                ASKED_RATIO, p99, ASKED_P99);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
