package io.hmsbridge.core.trace;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import java.util.List;

/**
 * Is told of the way of events, so that each is one trace from whoever emitted it to its targets. What it is handed must not show up
 * in the trace but for types, names and numbers. Quick, never throws, safe to use from many threads.
 */
public interface Tracing {

    /** Traces nothing; what an event carries is handed on as it is. */
    Tracing NONE = new Tracing() {

        private final Emitting emitting = new Emitting() {
            @Override
            public Event carried(Event event) {
                return event;
            }

            @Override
            public Step step(String name) {
                return NO_STEP;
            }

            @Override
            public void end(Throwable failure) {
                // nothing was begun
            }
        };

        @Override
        public Emitting emitting(List<Event> events) {
            return emitting;
        }

        @Override
        public Sending sending(PacketId packet, int attempt, String traceparent) {
            return new Sending() {
                @Override
                public String traceparent() {
                    return traceparent;
                }

                @Override
                public void end(String outcome, boolean terminal) {
                    // nothing was begun
                }
            };
        }
    };

    /** Events are handed in together. */
    Emitting emitting(List<Event> events);

    /**
     * An attempt to send a packet begins.
     *
     * @param attempt 1 for the first
     * @param traceparent what its event carries, or empty
     */
    Sending sending(PacketId packet, int attempt, String traceparent);

    /** The acceptance of events. */
    interface Emitting {

        /** The event with what its packets are to carry on: the W3C {@code traceparent} as an extension. */
        Event carried(Event event);

        /** A part of it begins: {@code map}, {@code vet}, {@code commit}. */
        Step step(String name);

        /** @param failure null if the events are durable */
        void end(Throwable failure);
    }

    /** Part of an acceptance, until closed. */
    interface Step extends AutoCloseable {

        @Override
        void close();
    }

    /** An attempt. */
    interface Sending {

        /** What the target is to be told. */
        String traceparent();

        /**
         * @param outcome as the ledger has it
         * @param terminal whether there will be no other attempt
         */
        void end(String outcome, boolean terminal);
    }

    /** Of who traces nothing. */
    Step NO_STEP = () -> {};
}
