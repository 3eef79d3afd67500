package io.hmsbridge.core.watch;

import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when something changes in a folder: a file written in place, replaced by a rename, added, deleted, or reached
 * through a link that now leads elsewhere. Sees the folder's own entries, not those of folders within it.
 *
 * <p>The folder may be missing at first, be deleted and come back, or be a link: it is followed by its name. What the
 * operating system reports is passed on as soon as it has been quiet for some 25 milliseconds (at the latest after 250);
 * what it does not report, such as a write behind a link or on a network drive, is found within about a second.
 *
 * <p>A call says only that something <em>may</em> have changed: compare contents before acting. Calls come on one virtual
 * thread, one after the other; a change during a call brings another. A call that throws, because the database is away for
 * instance, is made again about every second until it succeeds: a change is never forgotten.
 */
public final class FolderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** While nothing is reported: a folder that is missing, or a system that cannot watch. */
    private static final Duration LOOK_UNAIDED = Duration.ofMillis(100);
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(10);

    private final FolderTree folder;
    private final Runnable changed;
    private final FolderEvents events;
    private final Thread thread;
    private FolderState seen;
    private volatile boolean asked;
    private boolean failed;

    private FolderWatch(FolderTree folder, Runnable changed) {
        this.folder = folder;
        this.changed = changed;
        this.events = FolderEvents.of(folder);
        events.attach();
        this.seen = FolderState.of(folder);
        this.thread = Thread.ofVirtual().name("watch " + folder.root()).unstarted(this::watch);
    }

    /**
     * Starts to watch. Every change made after this method returned leads to a call, so start to watch first and then
     * read the folder for the first time.
     *
     * @param changed is called after a change
     */
    public static FolderWatch start(Path folder, Runnable changed) {
        return start(new FolderTree(folder.toAbsolutePath(), false), changed);
    }

    /** As {@link #start}, for the folders below as well; hidden ones are left out. */
    public static FolderWatch startDeep(Path folder, Runnable changed) {
        return start(new FolderTree(folder.toAbsolutePath(), true), changed);
    }

    private static FolderWatch start(FolderTree folder, Runnable changed) {
        var watch = new FolderWatch(folder, changed);
        watch.thread.start();
        return watch;
    }

    /** Has it call back within about a second, whatever the folder looks like: what it is read by has changed. */
    public void lookAgain() {
        asked = true;
    }

    /**
     * Stops. A call that is under way is waited for (some seconds at most), unless it is that call which closes; none
     * begins afterwards.
     */
    @Override
    public void close() {
        events.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!thread.join(CLOSE_AT_MOST)) {
                LOG.warn("still acting on a change of {} while closing", folder.root());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!events.closed()) {
            boolean reported = events.await(events.attached() ? LOOK : LOOK_UNAIDED);
            events.attach(); // before looking, so that nothing falls in between
            var now = FolderState.of(folder);
            boolean wanted = asked;
            if (!events.closed() && (reported || failed || wanted || !now.equals(seen))) {
                seen = now;
                asked = false; // before the call, which may be asked for again meanwhile
                call();
            }
        }
    }

    private void call() {
        try {
            changed.run();
            if (failed) {
                LOG.info("the change of {} is acted on at last", folder.root());
            }
            failed = false;
        } catch (RuntimeException e) {
            if (!failed) { // once is enough
                LOG.error("a change of {} could not be acted on; it is tried again until it can", folder.root(), e);
            }
            failed = true;
        }
    }
}
