package io.hmsbridge.core.plugin;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when something in a folder may have changed: at once where the system tells, and every two seconds in any case,
 * since network folders do not tell and a folder may be absent for a while.
 */
final class FolderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final Duration POLL = Duration.ofSeconds(2);

    /** A copy in progress makes thousands of events; one look in a while is enough. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Path folder;
    private final Runnable onChange;
    private final WatchService service;
    private final CountDownLatch closed = new CountDownLatch(1);
    private WatchKey key;

    FolderWatch(Path folder, Runnable onChange) throws IOException {
        this.folder = folder;
        this.onChange = onChange;
        this.service = folder.getFileSystem().newWatchService();
    }

    void start() {
        register();
        Thread.ofPlatform().daemon().name("plugin-watch").start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                var told = service.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                if (told != null) {
                    told.pollEvents();
                    told.reset();
                }
                register();
                onChange.run();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("stopped watching folder={}", folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A key turns invalid when its folder is removed; the folder may be back. */
    private void register() {
        if (key != null && key.isValid()) {
            return;
        }
        try {
            key = folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (IOException e) {
            key = null;
            LOG.debug("cannot watch folder={}, polling it instead", folder, e);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        service.close();
    }
}
