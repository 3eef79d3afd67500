package io.hmsbridge.plugins.csvdrop;

import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.files.Block;
import io.hmsbridge.plugins.files.Layout;
import io.hmsbridge.plugins.files.UnfitException;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Writes records to the end of a file, many at a time and never all of them held. */
final class Chunks {

    private static final int SIZE = 64 * 1024;

    private final FileChannel file;
    private final Layout.Records records;
    private final Block chunk = new Block();
    private long end;

    /** @param begin where the first record goes */
    Chunks(FileChannel file, long begin, Layout.Records records) {
        this.file = file;
        this.records = records;
        end = begin;
    }

    /** Where the next record goes, after {@link #flush}. */
    long end() {
        return end;
    }

    /** Adds the columns' names, which are written with the first record that fits. */
    void addNames() throws UnfitException {
        records.names(chunk);
    }

    void add(Packet packet) throws IOException, UnfitException {
        chunk.add(records, packet);
        if (chunk.size() >= SIZE) {
            flush();
        }
    }

    void flush() throws IOException {
        for (var bytes = chunk.read(); bytes.hasRemaining();) {
            end += file.write(bytes, end);
        }
        chunk.clear();
    }
}
