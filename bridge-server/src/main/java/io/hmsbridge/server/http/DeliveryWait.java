package io.hmsbridge.server.http;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketView;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits for the packets of an event to end. */
final class DeliveryWait {

    private final Bridge bridge;

    DeliveryWait(Bridge bridge) {
        this.bridge = bridge;
    }

    /** The event's packets as they stand once all have ended, or at the deadline. */
    List<PacketView> await(long event, long deadlineNanos) throws InterruptedException {
        var news = new Semaphore(0);
        try (var _ = Subscription.to(bridge, packet -> {
            if (packet.id().event() == event && packet.state().isTerminal()) {
                news.release();
            }
        })) {
            for (;;) {
                news.drainPermits();
                var packets = bridge.packets(PacketQuery.ofEvent(event));
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0 || packets.stream().allMatch(packet -> packet.state().isTerminal())) {
                    return packets;
                }
                var _ = news.tryAcquire(left, TimeUnit.NANOSECONDS);
            }
        }
    }
}
