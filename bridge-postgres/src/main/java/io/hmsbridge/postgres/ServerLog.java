package io.hmsbridge.postgres;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server says, in a file that is set aside as {@code server.log.1} when it is full: it never takes more than
 * twice its bound. A log that cannot be written (a full disk) never holds up the server.
 */
final class ServerLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLog.class);
    private static final int LINES_KEPT = 40;

    private final Path file;
    private final long bound;
    private final Deque<String> last = new ArrayDeque<>();
    private BufferedWriter writer;
    private long size;
    private boolean broken;

    ServerLog(Path file, long bound) throws IOException {
        this.file = file;
        this.bound = bound;
        this.writer = open();
    }

    synchronized void append(String line) {
        last.addLast(line);
        if (last.size() > LINES_KEPT) {
            last.removeFirst();
        }
        try {
            if (size > bound) {
                rotate();
            }
            writer.write(line);
            writer.newLine();
            writer.flush();
            size += line.length() + 1;
            broken = false;
        } catch (IOException e) {
            warnOnce(e);
        }
    }

    /** The newest lines, oldest first. */
    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            warnOnce(e);
        }
    }

    private void rotate() throws IOException {
        writer.close();
        Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        writer = open();
    }

    private BufferedWriter open() throws IOException {
        size = Files.exists(file) ? Files.size(file) : 0;
        return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void warnOnce(IOException e) {
        if (!broken) {
            LOG.warn("the log of PostgreSQL {} cannot be written: {}", file, Reason.of(e));
        }
        broken = true;
    }
}
