package io.hmsbridge.server.http;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.ledger.PacketView;
import java.util.function.Consumer;

/** Listens to packets as they change, until it is closed. */
interface Subscription extends AutoCloseable {

    static Subscription to(Bridge bridge, Consumer<PacketView> listener) {
        var listening = bridge.onPacket(listener);
        return () -> {
            try {
                listening.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("could not stop listening to packets", e);
            }
        };
    }

    @Override
    void close();
}
