package io.hmsbridge.server.notice;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has notices sent one way in their order, again until they are taken; in quiet hours they wait. */
final class Post implements Consumer<Notice>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);
    private static final int MOST_WAITING = 1_000;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Sender sender;
    private final Optional<QuietHours> quiet;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Notice> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;

    Post(Sender sender, Optional<QuietHours> quiet, InstantSource clock) {
        this.sender = sender;
        this.quiet = quiet;
        this.clock = clock;
        thread = Thread.ofVirtual().name("bridge-notices").start(this::run);
    }

    @Override
    public void accept(Notice notice) {
        if (!waiting.offer(notice)) {
            LOG.warn("a notice is dropped: {} wait for {} already", MOST_WAITING, sender.name());
        }
    }

    private void run() {
        try {
            for (;;) {
                var next = new ArrayList<Notice>();
                next.add(waiting.take());
                awaitTheEndOfQuietHours();
                waiting.drainTo(next, sender.most() - 1);
                deliver(next);
            }
        } catch (InterruptedException _) {
            LOG.trace("closed");
        }
    }

    private void awaitTheEndOfQuietHours() throws InterruptedException {
        while (quiet.map(hours -> hours.left(clock.instant())).orElse(Duration.ZERO).isPositive()) {
            Thread.sleep(LOOK); // not until its end: clocks are set
        }
    }

    private void deliver(List<Notice> notices) throws InterruptedException {
        for (var pause = Duration.ofSeconds(1);; pause = longer(pause)) {
            try {
                sender.send(notices);
                return;
            } catch (IOException e) {
                LOG.warn("{} does not take notices: {}; tried again in {} s", sender.name(), e.getMessage(),
                        pause.toSeconds());
            }
            Thread.sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    @Override
    public void close() {
        thread.interrupt();
        sender.close();
    }
}
