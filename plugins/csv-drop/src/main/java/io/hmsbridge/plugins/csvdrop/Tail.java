package io.hmsbridge.plugins.csvdrop;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.util.List;

/**
 * What is found in a file that another process wrote, or this one before it died.
 *
 * @param length where the last whole record ends
 * @param columns the names in the first record, or none if there is no record
 */
record Tail(long length, List<String> columns) {

    private static final int MAX_HEADER = 1 << 20;

    /** Cuts off a record that was written in part: a whole one ends with a line feed that is not between quotes. */
    static Tail recover(FileChannel file, char separator, Charset charset) throws IOException {
        var buffer = ByteBuffer.allocate(64 * 1024);
        boolean quoted = false;
        long headerEnd = 0;
        long end = 0;
        long at = 0;
        while (file.read(buffer.clear(), at) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                at++;
                if (b == '"') {
                    quoted = !quoted;
                } else if (b == '\n' && !quoted) {
                    end = at;
                    headerEnd = headerEnd == 0 ? at : headerEnd;
                }
            }
        }
        if (end < at) {
            file.truncate(end);
        }
        return new Tail(end, columns(file, headerEnd, separator, charset));
    }

    private static List<String> columns(FileChannel file, long length, char separator, Charset charset)
            throws IOException {
        if (length > MAX_HEADER) {
            throw new IOException("the file's first record is longer than 1 MB: it is no list of columns");
        }
        var bytes = ByteBuffer.allocate((int) length);
        for (long at = 0; bytes.hasRemaining();) {
            int read = file.read(bytes, at);
            if (read < 0) {
                throw new IOException("the file was cut short while it was read");
            }
            at += read;
        }
        try (var reader = CsvReader.builder().fieldSeparator(separator)
                .ofCsvRecord(new String(bytes.array(), charset))) {
            return reader.stream().findFirst().map(record -> record.getFields()).orElse(List.of());
        }
    }
}
