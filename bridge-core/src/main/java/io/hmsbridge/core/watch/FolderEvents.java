package io.hmsbridge.core.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system reports about a folder, and about those below it if they are wanted. Where it cannot (no more watches to be had, a file system without
 * them) nothing is ever reported, and only the time passes.
 */
final class FolderEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);

    private static final Duration QUIET = Duration.ofMillis(25);
    private static final Duration QUIET_AT_MOST = Duration.ofMillis(250);

    /** A watch, and the identity of the folder that it is about. */
    private record Attached(WatchKey key, Object identity) {}

    private final FolderTree folder;
    private final WatchService service;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Path, Attached> attached = new HashMap<>();

    private FolderEvents(FolderTree folder, WatchService service) {
        this.folder = folder;
        this.service = service;
    }

    static FolderEvents of(FolderTree folder) {
        try {
            return new FolderEvents(folder, folder.root().getFileSystem().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("{} is looked at ten times a second, because it cannot be watched: {}", folder.root(),
                    e.getMessage());
            return new FolderEvents(folder, null);
        }
    }

    boolean attached() {
        return isAttached(folder.root());
    }

    private boolean isAttached(Path path) {
        var there = attached.get(path);
        return there != null && there.key.isValid();
    }

    /** Makes sure that reports are about the folders that have the names now: they may have come, gone or been swapped. */
    void attach() {
        if (service == null || closed()) {
            return;
        }
        var folders = folder.folders();
        attached.entrySet().removeIf(e -> {
            boolean gone = !folders.contains(e.getKey());
            if (gone) {
                e.getValue().key.cancel();
            }
            return gone;
        });
        folders.forEach(this::attach);
    }

    private void attach(Path path) {
        var there = identity(path);
        if (isAttached(path) && there.equals(attached.get(path).identity)) {
            return;
        }
        var before = attached.remove(path);
        if (before != null) {
            before.key.cancel();
        }
        try {
            attached.put(path, new Attached(path.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE), there));
        } catch (IOException | ClosedWatchServiceException e) {
            LOG.trace("{} is not watched yet; the next look tries again", path, e); // missing, most likely
        }
    }

    /** Waits for a report, and then until reports cease. False if the time passed without one, or the watch was closed. */
    boolean await(Duration limit) {
        try {
            if (service == null) {
                closed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
                return false;
            }
            boolean reported = next(limit);
            boolean more = reported;
            long start = System.nanoTime();
            while (more && System.nanoTime() - start < QUIET_AT_MOST.toNanos()) {
                more = next(QUIET);
            }
            return reported;
        } catch (ClosedWatchServiceException e) {
            return false;
        } catch (InterruptedException e) {
            close();
            return false;
        }
    }

    private boolean next(Duration limit) throws InterruptedException {
        var signalled = service.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (signalled == null) {
            return false;
        }
        signalled.pollEvents();
        signalled.reset();
        return true;
    }

    boolean closed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.warn("the watch on {} could not be closed: {}", folder.root(), e.getMessage());
            }
        }
    }

    private static Object identity(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.fileKey() == null ? path.toRealPath() : attributes.fileKey();
        } catch (IOException e) {
            return "missing";
        }
    }
}
