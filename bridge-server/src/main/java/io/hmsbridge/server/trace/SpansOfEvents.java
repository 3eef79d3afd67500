package io.hmsbridge.server.trace;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A span for each acceptance, with its parts, and for each attempt to send: all in the trace that the event came with. An attempt is
 * linked to the one before it.
 */
final class SpansOfEvents implements Tracing {

    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("bridge.events");
    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("cloudevents.event_type");
    private static final AttributeKey<String> PACKET = AttributeKey.stringKey("bridge.packet.id");
    private static final AttributeKey<String> TARGET = AttributeKey.stringKey("bridge.target");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("bridge.attempt");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("bridge.outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;
    private final LastAttempts attempts = new LastAttempts();

    SpansOfEvents(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Emitting emitting(List<Event> events) {
        var parent = Span.current().getSpanContext().isValid() ? Context.current()
                : events.stream().findFirst().flatMap(SpansOfEvents::carries).map(SpansOfEvents::below)
                        .orElse(Context.root());
        var span = tracer.spanBuilder("emit").setParent(parent).setAttribute(EVENTS, (long) events.size()).startSpan();
        if (!events.isEmpty()) {
            span.setAttribute(TYPE, events.getFirst().type());
        }
        return new Accepting(span);
    }

    private static Optional<SpanContext> carries(Event event) {
        return TraceParent.read(event.extensions().get(TraceParent.NAME), event.extensions().get(TraceParent.STATE));
    }

    private static Context below(SpanContext span) {
        return Context.root().with(Span.wrap(span));
    }

    private final class Accepting implements Emitting {

        private final Span span;
        private final Context context;

        Accepting(Span span) {
            this.span = span;
            context = Context.root().with(span);
        }

        /** One that has a trace of its own stays in it, with a span there that leads to ours. */
        @Override
        public Event carried(Event event) {
            var here = span.getSpanContext();
            var own = carries(event).filter(context -> !context.getTraceId().equals(here.getTraceId())).map(theirs -> {
                var accepted = tracer.spanBuilder("accept").setParent(below(theirs)).addLink(here)
                        .setAttribute(TYPE, event.type()).startSpan();
                accepted.end();
                return accepted.getSpanContext();
            });
            var carrying = event.withExtension(TraceParent.NAME, TraceParent.write(own.orElse(here)));
            var state = TraceParent.state(own.orElse(here));
            return state.isEmpty() && !event.extensions().containsKey(TraceParent.STATE) ? carrying
                    : carrying.withExtension(TraceParent.STATE, state);
        }

        @Override
        public Step step(String name) {
            return tracer.spanBuilder(name).setParent(context).startSpan()::end;
        }

        @Override
        public void end(Throwable failure) {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR).setAttribute(ERROR, failure.getClass().getSimpleName());
            }
            span.end();
        }
    }

    @Override
    public Sending sending(PacketId packet, int attempt, String traceparent) {
        var builder = tracer.spanBuilder("send " + packet.target()).setSpanKind(SpanKind.CLIENT)
                .setParent(TraceParent.read(traceparent).map(SpansOfEvents::below).orElse(Context.root()))
                .setAttribute(PACKET, packet.text()).setAttribute(TARGET, packet.target())
                .setAttribute(ATTEMPT, (long) attempt);
        attempts.before(packet).ifPresent(builder::addLink);
        var span = builder.startSpan();
        return new Sending() {
            @Override
            public String traceparent() {
                return TraceParent.write(span.getSpanContext());
            }

            @Override
            public void end(String outcome, boolean terminal) {
                span.setAttribute(OUTCOME, outcome);
                if (!outcome.equals("SENT") && !outcome.equals("UNCHANGED")) {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
                attempts.ended(packet, terminal ? null : span.getSpanContext());
            }
        };
    }

    /** The attempts that others may follow; as many as there is any use for. */
    private static final class LastAttempts {

        private static final int MOST = 10_000;

        private final Map<PacketId, SpanContext> spans = new LinkedHashMap<>() {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<PacketId, SpanContext> eldest) {
                return size() > MOST;
            }
        };

        synchronized Optional<SpanContext> before(PacketId packet) {
            return Optional.ofNullable(spans.get(packet));
        }

        /** @param span null if no other will follow */
        synchronized void ended(PacketId packet, SpanContext span) {
            if (span == null) {
                spans.remove(packet);
            } else {
                spans.put(packet, span);
            }
        }
    }
}
