package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import io.hmsbridge.benchmarks.Step.Close;
import io.hmsbridge.benchmarks.Step.Flood;
import io.hmsbridge.benchmarks.Step.Flooded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** A ledger that holds millions of events already, against an empty one. */
final class FullLedger implements Row {

    /** Of an event with its packet, its delivery and its mark, with their indexes and the log of writing them. */
    private static final long BYTES_PER_EVENT = 1_500;
    private static final long LOG_BYTES = 4L << 30;

    private Path ledger;

    @Override
    public String name() {
        return "full_ledger";
    }

    @Override
    public void run(Rig rig, Options options, Figures figures) throws IOException {
        if (ledger == null) {
            ledger = filled(rig, options, figures);
        }
        Flooded empty;
        try (var run = rig.open(Side.OURS, Setup.posting(1))) {
            empty = run.ask(new Flood(options.events(), options.batch()));
        }
        Flooded full;
        try (var run = rig.openOn(ledger, Setup.posting(1))) {
            full = run.ask(new Flood(options.events(), options.batch()));
        }
        figures.add("full_ledger.ratio_to_empty", full.eventsPerSecond() / empty.eventsPerSecond());
        figures.add("full_ledger.events_per_s", full.eventsPerSecond());
        figures.add("full_ledger.empty_events_per_s", empty.eventsPerSecond());
        figures.add("full_ledger.cpu_us_per_event", full.cpuPerEvent());
        figures.add("full_ledger.empty_cpu_us_per_event", empty.cpuPerEvent());
    }

    private static Path filled(Rig rig, Options options, Figures figures) throws IOException {
        var folder = rig.folder();
        long needed = options.ledger() * BYTES_PER_EVENT + LOG_BYTES;
        long free = Files.getFileStore(folder).getUsableSpace();
        if (!options.isQuick() && free < needed) {
            throw new IOException("a ledger of %,d events needs %,d MB in %s, where %,d MB are free"
                    .formatted(options.ledger(), needed >> 20, folder, free >> 20));
        }
        long start = System.nanoTime();
        var data = folder.resolve("postgres");
        try (var run = rig.openOn(data, Setup.posting(1))) {
            run.ask(new Close());
            LedgerFill.fill(run.database(), options.ledger());
        } catch (SQLException e) {
            throw new IOException("the ledger could not be filled: " + e.getMessage(), e);
        }
        figures.add("full_ledger.filling_s", (System.nanoTime() - start) / 1e9);
        return data;
    }
}
