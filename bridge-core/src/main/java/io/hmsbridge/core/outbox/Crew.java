package io.hmsbridge.core.outbox;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.Health;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.plugin.PluginLease;
import io.hmsbridge.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The virtual threads that carry a lane's packets through one connector. */
final class Crew {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    /** How long packets in flight may take to come home before they are interrupted, and then given up. */
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration INTERRUPTED = Duration.ofSeconds(2);

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration PROBE = Duration.ofSeconds(10);

    private final Lane lane;
    private final Connector connector;
    private final Sender sender;
    private final int size;
    private final PluginLease<?> lease;
    private final TargetContext context;
    private final Timer timer;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param context what the connector was handed, to be closed after it
     * @param lease of the connector's plugin, to be given back last
     */
    Crew(Lane lane, Connector connector, Sender sender, int size, TargetContext context, PluginLease<?> lease,
            Timer timer) {
        this.lane = lane;
        this.connector = connector;
        this.sender = sender;
        this.size = size;
        this.context = context;
        this.lease = lease;
        this.timer = timer;
    }

    /** Id and version of the plugin that its connector is of. */
    String plugin() {
        return lease.plugin();
    }

    /** Whether its connector is of the same load of the same plugin. */
    boolean isOf(PluginLease<?> other) {
        return lease.isOfSamePlugin(other);
    }

    void start() {
        for (int i = 0; i < size; i++) {
            threads.add(Thread.ofVirtual().name("lane-" + lane.name() + "-", i).start(this::carry));
        }
    }

    private void carry() {
        var work = next(null, List.of());
        while (work != null) {
            work = next(work, carry(work));
        }
    }

    /** Whether this crew is dismissed is the lane's to say: an interrupt may also come from the connector. */
    private Lane.Work next(Lane.Work before, List<Sender.Attempt> ended) {
        var done = before;
        var attempts = ended;
        for (;;) {
            try {
                return lane.next(this, sender.most(), done, attempts);
            } catch (InterruptedException e) {
                done = null; // it was handed over first
                attempts = List.of();
                LOG.atDebug().addKeyValue("target", lane.name()).log("interrupted");
            }
        }
    }

    private List<Sender.Attempt> carry(Lane.Work work) {
        var tenure = work.tenure();
        var looked = sender.look(work.packets(), tenure.epoch());
        if (looked.ended().isEmpty()) {
            return send(looked.going(), tenure);
        }
        var attempts = new ArrayList<>(looked.ended());
        if (!looked.going().isEmpty()) {
            attempts.addAll(send(looked.going(), tenure));
        }
        return attempts;
    }

    private List<Sender.Attempt> send(List<Queued> packets, Tenure tenure) {
        try {
            // No more than this: threads that our own code starts would keep the plugin's class loader.
            return lease.call(() -> sender.send(packets, tenure));
        } catch (InterruptedException e) {
            LOG.atDebug().addKeyValue("target", lane.name()).setCause(e).log("interrupted while sending");
            return packets.stream().map(packet -> new Sender.Attempt(
                    new Parked(packet, tenure.epoch(), packet.tries() + 1, Outcome.UNKNOWN, 0,
                            "interrupted before the target answered", Duration.ofSeconds(1)),
                    Sender.Sign.AWAKE, Optional.empty())).toList(); // it was not the target
        } catch (Exception e) {
            throw new IllegalStateException("an attempt throws nothing else", e);
        }
    }

    /** Whoever is sending is to stop waiting for the answer. */
    void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    /** Sockets as the connector has them. */
    SocketFactory sockets() {
        return context.sockets();
    }

    /** Asks the target whether it is awake; one that does not answer in time is not. */
    Health probe() {
        var answer = new AtomicReference<>(Health.asleep("no answer to the probe within " + PROBE.toSeconds() + " s"));
        var thread = Thread.ofVirtual().name("probe-" + lane.name()).start(() -> {
            try {
                answer.set(Objects.requireNonNull(lease.call(connector::probe), "the probe gave no answer"));
            } catch (Throwable e) { // whatever a plugin throws, it is no sign of being awake
                answer.set(Health.asleep(String.valueOf(e.getMessage())));
            }
        });
        try {
            if (!timer.join(thread, PROBE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        return answer.get();
    }

    /** Waits for the packets in flight, then closes the connector. The lane gives this crew no more work. */
    void dismiss() {
        if (!joinAll(threads, DRAIN)) {
            interrupt();
            if (!joinAll(threads, INTERRUPTED)) {
                LOG.atWarn().addKeyValue("target", lane.name())
                        .log("sends still hang after their time was up and an interrupt");
            }
        }
        // On a thread of its own: a plugin that never closes must not stop the swap either.
        var closing = Thread.ofVirtual().name("close-" + lane.name()).start(this::close);
        if (!joinAll(List.of(closing), CLOSE)) {
            closing.interrupt();
            LOG.atWarn().addKeyValue("target", lane.name()).log("the connector does not close");
        }
    }

    private void close() {
        try {
            lease.call(() -> {
                connector.close();
                return null;
            });
        } catch (Throwable e) { // a plugin's failure to close must not stop the swap
            LOG.atWarn().addKeyValue("target", lane.name()).setCause(e).log("the connector did not close cleanly");
        }
        context.close();
        lease.close();
    }

    private boolean joinAll(List<Thread> threads, Duration limit) {
        long deadline = timer.nanos() + limit.toNanos();
        try {
            for (var thread : threads) {
                var left = Duration.ofNanos(Math.max(1, deadline - timer.nanos()));
                if (!timer.join(thread, left)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
