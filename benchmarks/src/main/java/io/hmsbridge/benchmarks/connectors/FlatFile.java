package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that the bare libraries upload: CSV, put together with no care. */
final class FlatFile {

    private FlatFile() {}

    static byte[] of(List<Packet> packets) {
        var text = new StringBuilder("grade,rate,note\r\n");
        for (var packet : packets) {
            var fields = packet.fields();
            text.append(fields.get("grade")).append(',').append(fields.get("rate")).append(',')
                    .append(fields.get("note")).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static void deleteAll(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
