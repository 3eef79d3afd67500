package io.hmsbridge.core;

import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.Handover;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whoever watches what becomes of packets, without holding up the packets. */
final class Watchers {

    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    /** A watcher that falls behind this far misses transitions; the ledger has them. */
    private static final int BEHIND = 10_000;

    private final Clock clock;
    private final Set<Watcher> watchers = new CopyOnWriteArraySet<>();

    Watchers(Clock clock) {
        this.clock = clock;
    }

    PacketWatch add(Consumer<PacketView> listener) {
        var watcher = new Watcher(listener);
        watchers.add(watcher);
        return () -> {
            watchers.remove(watcher);
            watcher.thread.interrupt();
        };
    }

    /** Tells the watchers of what is queued after its lanes were told. */
    Handover before(Handover lanes) {
        return new Handover() {
            @Override
            public void expect(Span sequences) {
                lanes.expect(sequences);
            }

            @Override
            public void queued(List<Queued> packets, boolean news) {
                lanes.queued(packets, news);
                Watchers.this.queued(packets);
            }

            @Override
            public void withdrawn() {
                lanes.withdrawn();
            }

            @Override
            public void doubtful(Span sequences) {
                lanes.doubtful(sequences);
            }

            @Override
            public void recognised(long number) {
                lanes.recognised(number);
            }
        };
    }

    private void queued(List<Queued> packets) {
        if (!watchers.isEmpty()) {
            packets.forEach(p -> tell(view(p, PacketState.QUEUED, p.tries(), null, "", null)));
        }
    }

    void recorded(Entry entry) {
        if (watchers.isEmpty()) {
            return;
        }
        var packet = entry.packet();
        tell(switch (entry) {
            case Ended e -> view(packet, PacketState.valueOf(e.outcome().name()), e.attempt(), null, e.detail(),
                    Duration.ofMillis(e.millis()));
            case Parked p -> view(packet, PacketState.RETRY, p.attempt(), clock.instant().plus(p.delay()), p.detail(),
                    Duration.ofMillis(p.millis()));
            case Died d -> view(packet, PacketState.DEAD, d.attempt(), null, d.detail(), Duration.ofMillis(d.millis()));
            case Held _ -> view(packet, PacketState.HELD, packet.tries(), null, "", null);
        });
    }

    private static PacketView view(Queued packet, PacketState state, int tries, Instant due, String detail,
            Duration took) {
        return new PacketView(packet.id(), packet.origin().type(), packet.key(), packet.sequence(), state,
                packet.origin().acceptedAt(), tries, due, detail,
                took, Governed.NONE);
    }

    private void tell(PacketView view) {
        watchers.forEach(w -> w.views.offer(view));
    }

    private static final class Watcher {

        private final LinkedBlockingQueue<PacketView> views = new LinkedBlockingQueue<>(BEHIND);
        private final Consumer<PacketView> listener;
        private final Thread thread;

        Watcher(Consumer<PacketView> listener) {
            this.listener = listener;
            thread = Thread.ofVirtual().name("bridge-watcher").start(this::run);
        }

        private void run() {
            try {
                for (;;) {
                    listener.accept(views.take());
                }
            } catch (InterruptedException e) {
                LOG.trace("no longer watched", e);
            } catch (RuntimeException e) {
                LOG.warn("a watcher failed and is told nothing more", e);
            }
        }
    }
}
