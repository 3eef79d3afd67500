package io.hmsbridge.core.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is room on the disk beneath the database. A database whose disk is full can neither record a delivery nor
 * start again; so events are refused while there is still room for that. Looks once a second; asking costs nothing.
 */
public final class Watermark implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watermark.class);

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final long MEGABYTE = 1 << 20;

    private final Path folder;
    private final long least;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String low;
    private volatile Disk disk;

    private Watermark(Path folder, long least) {
        this.folder = folder;
        this.least = least;
        look();
    }

    /**
     * Watches a folder's disk.
     *
     * @param least events are refused below so many usable bytes; 0 for never
     */
    public static Watermark over(Path folder, long least) {
        var watermark = new Watermark(folder, least);
        if (least > 0) {
            Thread.ofPlatform().name("bridge-watermark").daemon().start(watermark::run);
        }
        return watermark;
    }

    /** Nothing is watched: the database's disk is not ours. */
    public static Watermark none() {
        return new Watermark(Path.of(""), 0);
    }

    /** @throws DiskLowException if there is no room for more events */
    void requireRoom() {
        var why = low;
        if (why != null) {
            throw new DiskLowException(why, RETRY_AFTER);
        }
    }

    /** Why no events are taken; empty if there is room. */
    public Optional<String> refusal() {
        return Optional.ofNullable(low);
    }

    /** How much room there is; empty if nothing is watched, or it is not known. */
    public Optional<Disk> disk() {
        return Optional.ofNullable(disk);
    }

    private void run() {
        try {
            while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("the watermark was told to give up", e);
        }
    }

    private void look() {
        if (least <= 0) {
            return;
        }
        try {
            long usable = Files.getFileStore(folder).getUsableSpace();
            disk = new Disk(usable, least);
            say(usable >= least ? null
                    : "the disk of the database has %d MB left, and %d MB are kept free".formatted(usable / MEGABYTE,
                            least / MEGABYTE));
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("folder", folder).setCause(e).log("the room on the disk is not known");
        }
    }

    private void say(String now) {
        if ((now == null) != (low == null)) {
            LOG.atWarn().addKeyValue("folder", folder)
                    .log(now == null ? "there is room on the disk again; events are accepted"
                            : now + "; events are refused");
        }
        low = now;
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
