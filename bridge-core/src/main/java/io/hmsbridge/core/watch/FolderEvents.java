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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system reports about one folder. Where it cannot (no more watches to be had, a file system without
 * them) nothing is ever reported, and only the time passes.
 */
final class FolderEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);

    private static final Duration QUIET = Duration.ofMillis(25);
    private static final Duration QUIET_AT_MOST = Duration.ofMillis(250);

    private final Path folder;
    private final WatchService service;
    private final CountDownLatch closed = new CountDownLatch(1);
    private WatchKey key;
    private Object attachedTo;

    private FolderEvents(Path folder, WatchService service) {
        this.folder = folder;
        this.service = service;
    }

    static FolderEvents of(Path folder) {
        try {
            return new FolderEvents(folder, folder.getFileSystem().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("{} is looked at ten times a second, because it cannot be watched: {}", folder, e.getMessage());
            return new FolderEvents(folder, null);
        }
    }

    boolean attached() {
        return key != null && key.isValid();
    }

    /** Makes sure that reports are about the folder that has the name now: it may have come, gone or been swapped. */
    void attach() {
        var there = identity();
        if (service == null || closed() || attached() && there.equals(attachedTo)) {
            return;
        }
        if (key != null) {
            key.cancel();
        }
        try {
            key = folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
            attachedTo = there;
        } catch (IOException | ClosedWatchServiceException e) {
            key = null; // missing, most likely; the next look tries again
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
                LOG.warn("the watch on {} could not be closed: {}", folder, e.getMessage());
            }
        }
    }

    private Object identity() {
        try {
            var attributes = Files.readAttributes(folder, BasicFileAttributes.class);
            return attributes.fileKey() == null ? folder.toRealPath() : attributes.fileKey();
        } catch (IOException e) {
            return "missing";
        }
    }
}
