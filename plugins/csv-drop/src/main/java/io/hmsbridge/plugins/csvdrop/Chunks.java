package io.hmsbridge.plugins.csvdrop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes records to the end of a file, many at a time and never all of them held. */
final class Chunks {

    private static final int SIZE = 64 * 1024;

    private final FileChannel file;
    private final long begin;
    private final ByteBuffer chunk = ByteBuffer.allocate(SIZE);
    private long written;

    /** @param begin where the first record goes */
    Chunks(FileChannel file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    /** Whether there was no record yet. */
    boolean isEmpty() {
        return end() == begin;
    }

    /** Where the next record goes. */
    long end() {
        return begin + written + chunk.position();
    }

    void add(byte[] record) throws IOException {
        if (record.length > chunk.remaining()) {
            flush();
        }
        if (record.length > SIZE) {
            write(ByteBuffer.wrap(record));
        } else {
            chunk.put(record);
        }
    }

    void flush() throws IOException {
        write(chunk.flip());
        chunk.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            written += file.write(bytes, begin + written);
        }
    }
}
