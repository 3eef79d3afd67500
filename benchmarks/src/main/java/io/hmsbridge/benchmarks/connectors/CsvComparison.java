package io.hmsbridge.benchmarks.connectors;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.csvdrop.CsvDropConnectorFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** {@code CsvDropConnector} beside FastCSV and a file: 500 records appended and synced at a time. */
final class CsvComparison {

    private CsvComparison() {}

    static Comparison open(Path folder) throws Exception {
        var factory = new CsvDropConnectorFactory();
        var packets = new Packets(factory, Map.of("name", "rates.csv", "columns", List.of("grade", "rate", "note")));
        var connector = new ConnectorSide(factory, Map.of("folder", Files.createDirectories(folder).toString()));
        var library = new Bare(FileChannel.open(folder.resolve("bare.csv"), StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
        return new Comparison(new Work(1, 500, 100, 0.8, OptionalInt.of(50_000)), packets, connector, library,
                () -> {});
    }

    private record Bare(FileChannel file) implements Side {

        @Override
        public void write(int thread, List<Packet> packets) throws IOException {
            var bytes = new ByteArrayOutputStream();
            try (var writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(bytes,
                    StandardCharsets.UTF_8)) {
                for (var packet : packets) {
                    writer.writeRecord(packet.idempotencyKey(), packet.fields().get("grade").toString(),
                            packet.fields().get("rate").toString(), packet.fields().get("note").toString());
                }
            }
            for (var buffer = ByteBuffer.wrap(bytes.toByteArray()); buffer.hasRemaining();) {
                file.write(buffer);
            }
            file.force(false);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
