package io.hmsbridge.core.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Finds symbolic links in a zip, whose marks Java's own reader does not show: APPNOTE 6.3.10, sections 4.3.12 and 4.3.16. */
final class Links {

    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;

    /** Of st_mode, in the upper half of an entry's external attributes. */
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;

    private Links() {}

    /** The name of the first link, if there is one. */
    static Optional<String> first(Path zip) throws IOException {
        var directory = directory(zip);
        while (directory.remaining() >= ENTRY_LENGTH && directory.getInt(directory.position()) == ENTRY) {
            int at = directory.position();
            int nameLength = unsigned(directory, at + 28);
            if ((directory.getInt(at + 38) >>> 16 & TYPE) == LINK) {
                var name = new byte[Math.min(nameLength, directory.remaining() - ENTRY_LENGTH)];
                directory.get(at + ENTRY_LENGTH, name);
                return Optional.of(new String(name, StandardCharsets.UTF_8));
            }
            int length = ENTRY_LENGTH + nameLength + unsigned(directory, at + 30) + unsigned(directory, at + 32);
            directory.position(Math.min(at + length, directory.limit()));
        }
        return Optional.empty();
    }

    private static ByteBuffer directory(Path zip) throws IOException {
        try (var file = FileChannel.open(zip)) {
            long from = Math.max(0, file.size() - END_LENGTH - LONGEST_COMMENT);
            var tail = read(file, from, (int) (file.size() - from));
            int end = tail.limit() - END_LENGTH;
            while (end >= 0 && tail.getInt(end) != END) {
                end--;
            }
            long size = end < 0 ? 0 : Integer.toUnsignedLong(tail.getInt(end + 12));
            if (end < 0 || unsigned(tail, end + 10) == 0xFFFF || size > from + end) {
                throw new IOException("it has no directory of fewer than 65,535 files at its end");
            }
            return read(file, from + end - size, (int) size);
        }
    }

    private static ByteBuffer read(FileChannel file, long from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
            continue;
        }
        return bytes.flip();
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
