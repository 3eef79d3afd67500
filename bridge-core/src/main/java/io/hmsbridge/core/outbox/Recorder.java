package io.hmsbridge.core.outbox;

import io.hmsbridge.core.ledger.CommitListener;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.FencedException;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what lanes did, in the order in which they handed it over, many entries a commit. One thread for all lanes.
 */
final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private static final int BATCH = 500;

    /** A batch this large shows a flood: waiting a little then saves commits, which a lone packet must not pay for. */
    private static final int FLOOD = 32;
    private static final Duration LINGER = Duration.ofMillis(5);

    /** Lanes stop sending when so many outcomes wait for the database. */
    private static final int ROOM = 20_000;

    private sealed interface Work {
        record Write(Tenure tenure, Entry entry) implements Work {}

        record Release(Tenure tenure, long key) implements Work {}

        record Stop() implements Work {}
    }

    private final Store ledger;
    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final CommitListener listener;
    private final Consumer<Entry> onFenced;
    private final Timer timer;
    private final Thread thread;
    private volatile boolean giveUp;

    /**
     * @param listener told of each commit
     * @param onFenced told of an entry whose lane has turned out not to be ours any more
     */
    Recorder(Store ledger, CommitListener listener, Consumer<Entry> onFenced, Timer timer) {
        this.listener = listener;
        this.ledger = ledger;
        this.onFenced = onFenced;
        this.timer = timer;
        thread = timer.start("bridge-recorder", this::run);
    }

    void write(Tenure tenure, Entry entry) {
        queue.add(new Work.Write(tenure, entry));
    }

    /** Releases held packets of a key once all that was handed over before is committed. */
    void release(Tenure tenure, long key) {
        queue.add(new Work.Release(tenure, key));
    }

    /** Whether lanes may go on sending. */
    boolean hasRoom() {
        return queue.size() < ROOM;
    }

    private void run() {
        try {
            boolean flood = false;
            for (;;) {
                var batch = take(flood);
                flood = batch.size() >= FLOOD;
                if (!commit(batch)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the recorder was told to give up", e);
        }
    }

    private List<Work> take(boolean linger) throws InterruptedException {
        var batch = new ArrayList<Work>(BATCH);
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        if (linger && batch.size() < BATCH && !(batch.getLast() instanceof Work.Stop)) {
            timer.sleep(LINGER); // not waiting for the next, which would wake us for each
            queue.drainTo(batch, BATCH - batch.size());
        }
        return batch;
    }

    /** Returns false after the last. */
    private boolean commit(List<Work> batch) throws InterruptedException {
        var writes = new ArrayList<Work.Write>(batch.size());
        for (var work : batch) {
            switch (work) {
                case Work.Write write -> writes.add(write);
                case Work.Release release -> {
                    flush(writes);
                    persist(() -> release.tenure.release(release.key));
                }
                case Work.Stop _ -> {
                    record(writes);
                    return false;
                }
            }
        }
        record(writes);
        return true;
    }

    private void flush(List<Work.Write> writes) throws InterruptedException {
        record(writes);
        writes.clear();
    }

    private void record(List<Work.Write> writes) throws InterruptedException {
        if (writes.isEmpty()) {
            return;
        }
        var entries = writes.stream().map(Work.Write::entry).toList();
        long begun = timer.nanos();
        try {
            persist(() -> ledger.record(entries));
        } catch (RuntimeException e) { // fenced, a row gone, refused, or a fault of ours
            bisect(writes, e);
            return;
        }
        var took = Duration.ofNanos(timer.nanos() - begun);
        recorded(writes);
        listener.recorded(entries, took);
    }

    /** Tells each lane of all its entries at once: most batches are of one lane. */
    private static void recorded(List<Work.Write> writes) {
        var byTenure = new LinkedHashMap<Tenure, List<Entry>>();
        for (var write : writes) {
            byTenure.computeIfAbsent(write.tenure, _ -> new ArrayList<>(writes.size())).add(write.entry);
        }
        byTenure.forEach(Tenure::recorded);
    }

    /** One of them cannot be recorded: the others must. */
    private void bisect(List<Work.Write> writes, RuntimeException cause) throws InterruptedException {
        if (writes.size() > 1) {
            int half = writes.size() / 2;
            record(writes.subList(0, half));
            record(writes.subList(half, writes.size()));
            return;
        }
        var write = writes.getFirst();
        LOG.atWarn().addKeyValue("packet", write.entry.packet()).log("not recorded: {}", cause.getMessage());
        write.tenure.lost(write.entry);
        if (cause instanceof FencedException) {
            onFenced.accept(write.entry);
        }
    }

    /** Tries until the database takes it: what was sent must be recorded. */
    private void persist(Runnable write) throws InterruptedException {
        for (long pause = 100;; pause = Math.min(2_000, pause * 2)) {
            try {
                write.run();
                return;
            } catch (LedgerUnavailableException e) {
                if (giveUp) {
                    throw new InterruptedException("the database did not come back before the end");
                }
                LOG.atWarn().addKeyValue("waiting", queue.size()).log("deliveries wait for the database: {}",
                        e.getMessage());
                timer.sleep(Duration.ofMillis(pause));
            }
        }
    }

    /** Commits what was handed over, if the database answers within a bound; what is lost is sent again at the next start. */
    @Override
    public void close() {
        queue.add(new Work.Stop());
        try {
            if (!timer.join(thread, Duration.ofSeconds(5))) {
                giveUp = true;
                thread.interrupt();
                timer.join(thread, Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
