package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.benchmarks.Folder;
import io.hmsbridge.benchmarks.Heap;
import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory;
import io.hmsbridge.plugins.ftpflat.FtpFlatConnectorFactory;
import io.hmsbridge.server.log.Logging;
import io.hmsbridge.testkit.TestContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.event.Level;

/**
 * Has one batch of records, each of about a kilobyte, written as one file: {@code benchmarks/run-large-file}. The packets are made as
 * they are asked for, so what lives on the heap is the connector's, and the FTP server's, which runs in this process.
 */
public final class LargeFile {

    private static final String NOTE = "approved by the agency; ".repeat(42);
    private static final int RECORDS = 1 << 20;

    private LargeFile() {}

    /** Ends with 0 if all could be measured. With {@code --quick}: files of 4 MB, which measure nothing. */
    public static void main(String[] arguments) throws Exception {
        Logging.configure(Level.ERROR, false);
        run(System.out, List.of(arguments).contains("--quick"));
    }

    static void run(PrintStream out, boolean quick) throws Exception {
        var folder = Files.createTempDirectory("hms-bridge-large-file-");
        try {
            out.printf("%-12s %10s %10s %10s %22s%n", "", "bytes", "seconds", "MB/s", "most heap, of maximum");
            for (int records : quick ? new int[] {RECORDS / 256} : new int[] {RECORDS / 16, RECORDS}) {
                var csv = new CsvDropConnectorFactory();
                var columns = Map.<String, Object>of("columns", List.of("grade", "rate", "note"));
                var in = Files.createDirectory(folder.resolve("csv"));
                measure(out, "csv append", csv, Map.of("folder", in.toString(), "batch", (long) RECORDS), columns,
                        records,
                        in);
                measure(out, "csv file", csv, Map.of("folder", in.toString(), "batch", (long) RECORDS, "mode", "file"),
                        columns, records, in);
                var site = folder.resolve("ftp");
                try (var server = FtpComparison.serve(site)) {
                    measure(out, "ftp", new FtpFlatConnectorFactory(), server.settings(RECORDS), columns, records,
                            site);
                }
                Folder.delete(folder.resolve("csv"));
                Folder.delete(site);
            }
        } finally {
            Folder.delete(folder);
        }
    }

    private static void measure(PrintStream out, String name, ConnectorFactory factory, Map<String, Object> settings,
            Map<String, Object> with, int records, Path folder) throws Exception {
        var packets = packets(new Packets(factory, with), records);
        var heap = Heap.follow();
        long begin = System.nanoTime();
        try (var context = TestContext.of(factory, settings);
                var connector = (BatchConnector) factory.create(context)) {
            var refused =
                    connector.sendBatch(packets).stream().filter(r -> !(r instanceof SendResult.Delivered)).findFirst();
            if (refused.isPresent()) {
                throw new IllegalStateException(name + ": " + refused.get());
            }
        }
        double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        System.gc(); // so that there is a figure where the heap was never full
        long bytes = size(folder);
        FlatFile.deleteAll(folder);
        out.printf(Locale.ROOT, "%-12s %,10d %10.1f %10.0f %10d MB of %d MB%n", name, bytes, seconds,
                bytes / seconds / (1 << 20),
                heap.most() >> 20, Runtime.getRuntime().maxMemory() >> 20);
    }

    private static List<Packet> packets(Packets packets, int records) {
        return new AbstractList<>() {
            @Override
            public Packet get(int index) {
                return packets.numbered(index + 1L, NOTE);
            }

            @Override
            public int size() {
                return records;
            }
        };
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            long bytes = 0;
            for (var file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
