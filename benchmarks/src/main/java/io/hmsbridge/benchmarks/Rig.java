package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All that a benchmark runs on: a sink, a process for each of the two pipelines, and for each run a PostgreSQL. */
final class Rig implements AutoCloseable {

    /** Enough for the JVM to have compiled what counts. */
    private static final int WARM_UP = 100_000;
    private static final int QUICK_WARM_UP = 500;
    /** Fresh connections, a fresh schema: what each run begins with, and does not count. */
    private static final int SETTLING = 2_000;
    private static final int QUICK_SETTLING = 100;

    private final Path folder;
    private final Options options;
    private final Sink sink;
    private final Map<Side, WorkerProcess> workers = new EnumMap<>(Side.class);
    private EmbeddedPostgres postgres;
    private boolean closed;
    private int runs;

    private Rig(Path folder, Options options, Sink sink) {
        this.folder = folder;
        this.options = options;
        this.sink = sink;
    }

    /** Starts it in an empty folder. */
    static Rig start(Path folder, Options options) throws IOException, InterruptedException {
        return new Rig(folder, options, Sink.start(folder.resolve("sink")));
    }

    /** A pipeline that is open, on a PostgreSQL of its own. */
    final class Run implements AutoCloseable {

        private final WorkerProcess worker;
        private final Path own;

        private Run(WorkerProcess worker, Path own) {
            this.worker = worker;
            this.own = own;
        }

        <R extends Serializable> R ask(Step<R> step) throws IOException {
            return worker.ask(step);
        }

        @Override
        public void close() throws IOException {
            ask(new Step.Close());
            stopPostgres();
            Folder.delete(own);
        }
    }

    /** Opens a pipeline for one run: the JVM warm, the ledger all but empty. */
    Run open(Side side, List<Setup.Manner> targets) throws IOException {
        var worker = workers.get(side);
        if (worker == null) {
            worker = WorkerProcess.start(side, options.jvm(), sink.pidFile());
            workers.put(side, worker);
            try (var run = open(worker, Setup.posting(1))) {
                run.ask(new Flood(options.sized(WARM_UP, QUICK_WARM_UP), options.batch()));
            }
        }
        return open(worker, targets);
    }

    private Run open(WorkerProcess worker, List<Setup.Manner> targets) throws IOException {
        var own = Files.createDirectory(folder.resolve("run-" + ++runs));
        var access = startPostgres(own.resolve("postgres"));
        var sheets = Files.createDirectory(own.resolve("mappings"));
        var run = new Run(worker, own);
        run.ask(new Step.Open(new Setup(access, sheets.toString(), sink.uri(), options.concurrency(), targets)));
        run.ask(new Flood(options.sized(SETTLING, QUICK_SETTLING), options.batch()));
        return run;
    }

    private synchronized Setup.Access startPostgres(Path data) {
        stopPostgres();
        if (closed) {
            throw new IllegalStateException("the benchmark was stopped");
        }
        postgres = EmbeddedPostgres.start(data);
        return new Setup.Access(postgres.jdbcUrl(), postgres.user(), postgres.password(), postgres.pid());
    }

    private synchronized void stop() {
        closed = true;
    }

    private synchronized void stopPostgres() {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }

    /** Stops everything, whatever it is at. */
    @Override
    public void close() {
        stop();
        workers.values().forEach(WorkerProcess::close);
        stopPostgres();
        sink.close();
    }
}
