package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Setup.Manner;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Timed;
import io.hmsbridge.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All that a benchmark runs on: a sink, a process for each of the two pipelines, and for each run a PostgreSQL. */
final class Rig implements AutoCloseable {

    /** Enough for the JVM to have compiled what counts: after half as many it still used a third more CPU time. */
    private static final int WARM_UP = 200_000;
    /** Fresh connections, a fresh schema: what each run begins with, and does not count. */
    private static final int SETTLING = 2_000;
    private static final int QUICK_SETTLING = 100;

    private final Path folder;
    private final Options options;
    private final Sink sink;
    private final Map<Program, WorkerProcess> workers = new ConcurrentHashMap<>();
    private final List<Double> others = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private int folders;
    private boolean closed;

    /** A pipeline, and the Java options that it runs with. */
    private record Program(Side side, List<String> jvm) {}

    private Rig(Path folder, Options options, Sink sink) {
        this.folder = folder;
        this.options = options;
        this.sink = sink;
    }

    /** Starts it in an empty folder. */
    static Rig start(Path folder, Options options) throws IOException, InterruptedException {
        return new Rig(folder, options, Sink.start(folder.resolve("sink")));
    }

    Sink sink() {
        return sink;
    }

    /** For each measured load, the percentage of the processors that went to programs that are no part of it. */
    List<Double> others() {
        return List.copyOf(others);
    }

    /** An empty folder, which stays until the end. */
    Path folder() throws IOException {
        return Files.createDirectory(folder.resolve("folder-" + ++folders));
    }

    /** A pipeline that is open, on a PostgreSQL that nobody else uses. */
    final class Run implements AutoCloseable {

        private final WorkerProcess worker;
        private final Setup setup;
        private final Path own;

        private Run(WorkerProcess worker, Setup setup, Path own) {
            this.worker = worker;
            this.setup = setup;
            this.own = own;
        }

        <R extends Serializable> R ask(Step<R> step) throws IOException {
            var answer = worker.ask(step);
            if (answer instanceof Timed timed) {
                others.add(timed.cpu().othersPercent(timed.seconds()));
            }
            return answer;
        }

        Setup.Access database() {
            return setup.database();
        }

        @Override
        public void close() throws IOException {
            try {
                ask(new Step.Close());
                if (!workers.containsValue(worker)) {
                    worker.close();
                }
            } finally {
                stopPostgres();
                Folder.delete(own);
            }
        }
    }

    /** Opens a pipeline for one run: the JVM warm, the ledger all but empty. */
    Run open(Side side, List<Manner> targets) throws IOException {
        return open(side, options.jvm(), targets);
    }

    /** The same in a process with these Java options. */
    Run open(Side side, List<String> jvm, List<Manner> targets) throws IOException {
        var own = folder();
        return open(worker(new Program(side, jvm)), targets, options.concurrency(), own.resolve("postgres"), own);
    }

    /** The same with another bound to how many packets are in flight for a target. */
    Run open(Side side, List<Manner> targets, int concurrency) throws IOException {
        var own = folder();
        return open(worker(new Program(side, options.jvm())), targets, concurrency, own.resolve("postgres"), own);
    }

    /** The same with a ledger that is there already, and stays. */
    Run openOn(Path ledger, List<Manner> targets) throws IOException {
        return open(worker(new Program(Side.OURS, options.jvm())), targets, options.concurrency(), ledger, folder());
    }

    /** The same with the API, in a process that is not warm. */
    Run serveOn(Path ledger) throws IOException {
        return open(WorkerProcess.start(Side.SERVED, options.jvm(), sink.pidFile()), Setup.posting(1),
                options.concurrency(), ledger, folder());
    }

    private WorkerProcess worker(Program program) throws IOException {
        var worker = workers.get(program);
        if (worker == null || !worker.isAlive()) {
            worker = WorkerProcess.start(program.side, program.jvm, sink.pidFile());
            workers.put(program, worker);
            if (!options.isQuick()) {
                var own = folder();
                try (var run = open(worker, Setup.posting(1), options.concurrency(), own.resolve("postgres"), own)) {
                    run.worker.ask(new Flood(WARM_UP, options.batch()));
                }
            }
        }
        return worker;
    }

    private Run open(WorkerProcess worker, List<Manner> targets, int concurrency, Path data, Path own)
            throws IOException {
        var access = startPostgres(data);
        var sheets = Files.createDirectory(own.resolve("mappings"));
        var setup = new Setup(access, sheets.toString(), sink.uri(), concurrency, targets);
        var run = new Run(worker, setup, own);
        worker.ask(new Step.Open(setup));
        if (!targets.contains(Manner.FOLDS)) { // it does not send as many as are emitted
            worker.ask(new Flood(options.sized(SETTLING, QUICK_SETTLING), options.batch()));
        }
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

    private synchronized void stopPostgres() {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }

    /** Whether it was stopped. */
    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void stop() {
        closed = true;
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
