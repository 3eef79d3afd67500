package io.hmsbridge.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * The bound to measure against: writes the rows that the ledger needs, and does nothing else. No sheet, no order, no retry, no
 * lease, no hash, no second target. One thread commits, virtual threads post, one thread acknowledges.
 */
final class IdealPipeline implements Pipeline {

    private static final int BATCH = 500;
    /** As the bridge does: acknowledgements wait for company only where there is some. */
    private static final int FLOOD = 32;
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(5);
    private static final byte[] HASH = new byte[32];

    private record Row(long event, byte[] body) {}

    private final Load load = Load.ofNow();
    private final Witness witness;
    private final URI sink;
    private final CloseableHttpClient http;
    private final Connection committing;
    private final Connection acknowledging;
    private final Connection asking;
    private final LinkedBlockingQueue<Row> emitted = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Row> committed = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Row> sent = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(UNCOMMITTED);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean watched;
    private volatile Throwable failure;

    /** One part of the work, for ever. */
    private interface Work {
        void run() throws SQLException, IOException, InterruptedException;
    }

    IdealPipeline(Setup setup, Witness witness) throws SQLException, IOException {
        this.witness = witness;
        sink = setup.sink();
        http = PlainHttp.client();
        committing = connect(setup);
        acknowledging = connect(setup);
        asking = connect(setup);
        try (var statement = asking.createStatement()) {
            statement.execute(sql("schema"));
        }
        start(Thread.ofPlatform(), this::commit);
        start(Thread.ofPlatform(), this::acknowledge);
        for (int i = 0; i < setup.concurrency(); i++) {
            start(Thread.ofVirtual(), this::post);
        }
    }

    private static Connection connect(Setup setup) throws SQLException {
        var access = setup.database();
        return DriverManager.getConnection(access.url() + "?prepareThreshold=1", access.user(), access.password());
    }

    private static String sql(String name) throws IOException {
        try (var file = IdealPipeline.class.getResourceAsStream("ideal-" + name + ".sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void start(Thread.Builder kind, Work work) {
        threads.add(kind.start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (SQLException | IOException | RuntimeException e) {
                failure = e;
            }
        }));
    }

    @Override
    public void emit(long first, int count) throws InterruptedException {
        room.acquire(count);
        for (long event = first; event < first + count; event++) {
            emitted.add(new Row(event, Load.json(event)));
        }
    }

    private void commit() throws SQLException, IOException, InterruptedException {
        try (var append = committing.prepareStatement(sql("append"))) {
            for (;;) {
                var rows = new ArrayList<Row>(BATCH);
                rows.add(emitted.take());
                emitted.drainTo(rows, BATCH - 1);
                array(append, 1, "bigint", rows, Row::event, Long[]::new);
                array(append, 2, "text", rows, row -> load.id(row.event), String[]::new);
                array(append, 3, "text", rows, row -> Load.subject(row.event), String[]::new);
                array(append, 4, "bytea", rows, Row::body, byte[][]::new);
                array(append, 5, "uuid", rows, row -> new UUID(mix(row.event), row.event), UUID[]::new);
                append.setBytes(6, HASH);
                append.setInt(7, rows.size());
                append.execute();
                room.release(rows.size());
                committed.addAll(rows);
            }
        }
    }

    /** Marks are spread over the whole index, as those of a keyed hash are. */
    private static long mix(long value) {
        long spread = value * 0x9E3779B97F4A7C15L;
        return spread ^ spread >>> 32;
    }

    /** Arrays of their own type are sent in binary form. */
    private static <T> void array(PreparedStatement statement, int index, String type, List<Row> rows,
            Function<Row, T> column, IntFunction<T[]> array) throws SQLException {
        statement.setArray(index,
                statement.getConnection().createArrayOf(type, rows.stream().map(column).toArray(array)));
    }

    private void post() throws IOException, InterruptedException {
        for (;;) {
            var row = committed.take();
            var call = new HttpPost(sink);
            call.setEntity(new ByteArrayEntity(row.body, ContentType.APPLICATION_JSON));
            int status = http.execute(call, answer -> {
                EntityUtils.consume(answer.getEntity());
                return answer.getCode();
            });
            if (status / 100 != 2) {
                throw new IOException("the sink answered " + status);
            }
            witness.delivered(row.event);
            sent.add(row);
        }
    }

    private void acknowledge() throws SQLException, IOException, InterruptedException {
        try (var record = acknowledging.prepareStatement(sql("record"))) {
            boolean flood = false;
            for (;;) {
                var rows = next(flood);
                flood = rows.size() >= FLOOD;
                array(record, 1, "bigint", rows, Row::event, Long[]::new);
                record.setBytes(2, HASH);
                record.setInt(3, rows.size());
                array(record, 4, "bigint", rows, Row::event, Long[]::new);
                if (record.executeUpdate() != rows.size()) {
                    throw new SQLException("an outbox row was gone");
                }
                if (watched) {
                    rows.forEach(row -> witness.recorded(row.event));
                }
            }
        }
    }

    private List<Row> next(boolean linger) throws InterruptedException {
        var rows = new ArrayList<Row>(BATCH);
        rows.add(sent.take());
        sent.drainTo(rows, BATCH - 1);
        long deadline = System.nanoTime() + LINGER;
        while (linger && rows.size() < BATCH
                && sent.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) instanceof Row more) {
            rows.add(more);
            sent.drainTo(rows, BATCH - rows.size());
        }
        return rows;
    }

    @Override
    public void awaitCommits() throws InterruptedException {
        room.acquire(UNCOMMITTED);
        room.release(UNCOMMITTED);
    }

    @Override
    public Watch watch() {
        watched = true;
        return () -> watched = false;
    }

    @Override
    public void check() {
        if (failure != null) {
            throw new IllegalStateException("the ideal pipeline stopped", failure);
        }
    }

    @Override
    public boolean isEmpty() throws SQLException {
        return ask("select count(*) from (select from outbox limit 1) o") == 0;
    }

    @Override
    public long deliveries() throws SQLException {
        return ask("select count(*) from delivery");
    }

    private long ask(String query) throws SQLException {
        try (var statement = asking.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        threads.forEach(Thread::interrupt);
        try (committing; acknowledging; asking; http) {
            for (var thread : threads) {
                thread.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
