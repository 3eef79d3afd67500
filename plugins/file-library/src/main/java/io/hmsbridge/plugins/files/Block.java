package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Records one after the other, in memory. For one thread. */
public final class Block {

    private ByteBuffer bytes = ByteBuffer.allocate(512);

    /** In bytes. */
    public int size() {
        return bytes.position();
    }

    /** Adds a packet's record, or nothing of it if it does not fit. */
    public void add(Layout.Records records, Packet packet) throws UnfitException {
        int begin = size();
        try {
            records.record(packet, this);
        } catch (UnfitException e) {
            bytes.position(begin);
            throw e;
        }
    }

    void add(byte[] more) {
        room(more.length).put(more);
    }

    /** A buffer at its end, with room for so many bytes at least; what is put there is added. */
    ByteBuffer room(int most) {
        if (most > bytes.remaining()) {
            bytes = ByteBuffer.allocate(Math.max(2 * bytes.capacity(), Math.addExact(size(), most))).put(bytes.flip());
        }
        return bytes;
    }

    /** All of it, to be read once; with {@link #clear} it begins anew. */
    public ByteBuffer read() {
        return bytes.flip();
    }

    public void clear() {
        bytes.clear();
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes.array(), 0, size());
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), size());
    }
}
