package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.ServedStep.Begin;
import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A flood while five hundred clients follow the stream, each a key of its own, against the same without. */
final class ApiStreams implements Row {

    private static final int CLIENTS = 500;
    private static final int QUICK_CLIENTS = 20;
    private static final int SETTLING = 20_000;
    private static final int QUICK_SETTLING = 200;

    @Override
    public String name() {
        return "api_streams";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException, InterruptedException {
        try (var run = rig.open(Side.SERVED, Setup.posting(1))) {
            run.ask(new Flood(options.events(), options.batch())); // the API's process is not warm
            var flood = new Flood(options.events(), options.batch());
            // The ledger grows: as often without before it as after it.
            var before = run.ask(flood);
            Flooded watched;
            long clientNanos;
            var port = run.ask(new Begin(0)).port();
            var told = new LongAdder();
            List<ApiConnection> clients = new ArrayList<>();
            try {
                for (int i = 0; i < options.sized(CLIENTS, QUICK_CLIENTS); i++) {
                    var client = new ApiConnection(port);
                    clients.add(client);
                    var in = client.stream("/v1/stream?key=" + Load.subject(i));
                    Thread.startVirtualThread(() -> count(in, told));
                }
                run.ask(new Flood(options.sized(SETTLING, QUICK_SETTLING), options.batch())); // until all of them follow
                long sinceNanos = cpuNanos();
                watched = run.ask(flood);
                clientNanos = cpuNanos() - sinceNanos;
            } finally {
                for (var client : clients) {
                    client.close();
                }
            }
            var alone = Flooded.together(List.of(before, run.ask(flood)));
            figures.add("api_streams.ratio_to_none", watched.eventsPerSecond() / alone.eventsPerSecond());
            figures.add("api_streams.events_per_s", watched.eventsPerSecond());
            figures.add("api_streams.cpu_us_per_event", watched.cpuPerEvent());
            figures.add("api_streams.none_cpu_us_per_event", alone.cpuPerEvent());
            figures.add("api_streams.cpu_us_jvm", (double) watched.cpu().jvm() / watched.events());
            figures.add("api_streams.none_cpu_us_jvm", (double) alone.cpu().jvm() / alone.events());
            figures.add("api_streams.cpu_us_postgres", (double) watched.cpu().postgres() / watched.events());
            figures.add("api_streams.none_cpu_us_postgres", (double) alone.cpu().postgres() / alone.events());
            figures.add("api_streams.client_cpu_us_per_event", clientNanos / 1e3 / watched.events());
            figures.add("api_streams.told_mb", told.sum() / 1e6);
        }
    }

    /** Of this process, in which the clients are; while it waits for a flood to end they are all it does. */
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void count(InputStream in, LongAdder bytes) {
        var buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.add(n);
            }
        } catch (IOException e) {
            return; // the row is over
        }
    }
}
