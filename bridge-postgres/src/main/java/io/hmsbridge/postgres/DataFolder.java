package io.hmsbridge.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder with all that the server keeps, held by one process at a time:
 *
 * <pre>
 * lock         held while in use; says by which process
 * password     of the user "bridge"; readable by the owner alone
 * cluster/     PostgreSQL's own data folder
 * server.log   what the server said
 * </pre>
 *
 * The lock is the operating system's, so it is gone when its holder is, however it ended.
 */
final class DataFolder implements AutoCloseable {
    /** Beyond the text, so that others can read the text where locks are mandatory (Windows). */
    private static final long LOCK_POSITION = 1L << 40;

    /** The system's lock is one for the whole process; this tells two servers inside of it apart. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates the folder if need be and takes it for this process. */
    static DataFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            var path = folder.toRealPath();
            if (!HELD_HERE.add(path)) {
                throw inUse(path, Long.toString(ProcessHandle.current().pid()));
            }
            try {
                return new DataFolder(path, lock(path));
            } catch (IOException | RuntimeException e) {
                HELD_HERE.remove(path);
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "Data folder " + folder + " cannot be used: " + Reason.of(e)
                            + ". Make it writable or choose another --data.",
                    e);
        }
    }

    Path path() {
        return path;
    }

    Path cluster() {
        return path.resolve("cluster");
    }

    Path password() {
        return path.resolve("password");
    }

    Path log() {
        return path.resolve("server.log");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Data folder " + path + " cannot be released: " + Reason.of(e), e);
        } finally {
            HELD_HERE.remove(path);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        var file = path.resolve("lock");
        var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCK_POSITION, 1, false) == null) {
                throw inUse(path, Files.readString(file).strip());
            }
            var pid = Long.toString(ProcessHandle.current().pid());
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static EmbeddedPostgresException inUse(Path path, String pid) {
        return new EmbeddedPostgresException("Data folder " + path + " is in use by process " + pid
                + " (bridge). Stop it or choose another --data.");
    }
}
