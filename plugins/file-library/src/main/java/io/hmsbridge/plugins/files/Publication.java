package io.hmsbridge.plugins.files;

import io.hmsbridge.api.SendResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Puts a file into a folder whole or not at all: under a temporary name, its size checked, then renamed. The temporary name
 * is the same for every attempt, so that a try that was cut short leaves nothing for good.
 */
public final class Publication {

    private Publication() {}

    /**
     * @param path the file's last name, confined
     * @param verb of the receipt
     */
    public static SendResult publish(Folder folder, String path, Document document, String verb) throws IOException {
        if (document.fitting().isEmpty()) {
            throw new IllegalArgumentException("a file without a packet");
        }
        var receipt = "%s %s: %d bytes".formatted(verb, path, document.size());
        var there = folder.size(path);
        if (there.isPresent()) {
            return there.getAsLong() == document.size() && same(folder, path, document)
                    ? SendResult.alreadyHad(receipt)
                    : SendResult.reject(path + " is there with other content; move it away, then requeue the packet");
        }
        folder.createFolders(path);
        var temporary = temporary(path, document);
        folder.write(temporary, document);
        var arrived = folder.size(temporary);
        if (arrived.isEmpty() || arrived.getAsLong() != document.size()) {
            throw new IOException("%s arrived with %s of %d bytes".formatted(temporary,
                    arrived.isEmpty() ? "none" : arrived.getAsLong(), document.size()));
        }
        folder.rename(temporary, path);
        return SendResult.delivered(receipt);
    }

    private static String temporary(String path, Document document) {
        int name = path.lastIndexOf('/') + 1;
        var crc = new CRC32C();
        crc.update(document.fitting().getFirst().idempotencyKey().getBytes(StandardCharsets.UTF_8));
        return path.substring(0, name) + "." + path.substring(name) + "."
                + HexFormat.of().toHexDigits(crc.getValue(), 8) + ".part";
    }

    private static boolean same(Folder folder, String path, Document document) throws IOException {
        try (var there = folder.read(path)) {
            var comparison = new Comparison(there);
            document.writeTo(comparison);
            return comparison.same && there.read() < 0;
        }
    }

    /** Compares what is written to it with a stream. */
    private static final class Comparison extends OutputStream {

        private final InputStream other;
        private boolean same = true;

        private Comparison(InputStream other) {
            this.other = other;
        }

        @Override
        public void write(int b) throws IOException {
            same = same && other.read() == (b & 0xff);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (same) {
                var theirs = other.readNBytes(length);
                same = java.util.Arrays.equals(theirs, 0, theirs.length, bytes, offset, offset + length);
            }
        }
    }
}
