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
            empty = flood(run, options, figures, "full_ledger.empty_");
        }
        try (var run = rig.openOn(ledger, Setup.posting(1))) {
            var full = flood(run, options, figures, "full_ledger.");
            figures.add("full_ledger.ratio_to_empty", full.eventsPerSecond() / empty.eventsPerSecond());
        }
    }

    private static Flooded flood(Rig.Run run, Options options, Figures figures, String prefix) throws IOException {
        try {
            var before = DiskUse.of(run.database());
            var flooded = run.ask(new Flood(options.events(), options.batch()));
            var use = DiskUse.of(run.database()).since(before);
            figures.add(prefix + "events_per_s", flooded.eventsPerSecond());
            figures.add(prefix + "cpu_us_per_event", flooded.cpuPerEvent());
            figures.add(prefix + "log_bytes_per_event", use.logBytes() / (double) options.events());
            figures.add(prefix + "page_images_per_event", use.pageImages() / (double) options.events());
            figures.add(prefix + "blocks_read_per_event", use.blocksRead() / (double) options.events());
            return flooded;
        } catch (SQLException e) {
            throw new IOException("the database could not be asked: " + e.getMessage(), e);
        }
    }

    /** A ledger of its own that is full. */
    static Path filled(Rig rig, Options options, Figures figures) throws IOException {
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
