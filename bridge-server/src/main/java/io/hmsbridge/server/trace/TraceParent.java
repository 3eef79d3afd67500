package io.hmsbridge.server.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The W3C trace context in one line, as events, requests and packets carry it. */
final class TraceParent {

    static final String NAME = "traceparent";

    static final String STATE = "tracestate";

    private static final TextMapGetter<Map<String, String>> CARRIED = new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // nobody asks, and it must be there
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private TraceParent() {
    }

    /** Empty if the text is none, or one of a span that cannot be. */
    static Optional<SpanContext> read(Object text) {
        return read(text, "");
    }

    /** With what goes with it: of a {@code tracestate} that is none nothing is kept. */
    static Optional<SpanContext> read(Object text, Object state) {
        var form = FORM.matcher(String.valueOf(text));
        return form.matches() ? Optional.of(SpanContext.createFromRemoteParent(form.group(1), form.group(2),
                TraceFlags.fromHex(form.group(3), 0), state(String.valueOf(text), state))).filter(SpanContext::isValid)
                : Optional.empty();
    }

    /** The {@code tracestate} of a span, or empty. */
    static String state(SpanContext context) {
        var carried = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(Span.wrap(context)), carried, Map::put);
        return carried.getOrDefault(STATE, "");
    }

    private static TraceState state(String parent, Object state) {
        if (!(state instanceof String text) || text.isEmpty()) {
            return TraceState.getDefault();
        }
        var context = W3CTraceContextPropagator.getInstance().extract(Context.root(),
                Map.of(NAME, parent, STATE, text), CARRIED);
        return Span.fromContext(context).getSpanContext().getTraceState();
    }

    static String write(SpanContext context) {
        return "00-" + context.getTraceId() + '-' + context.getSpanId() + '-' + context.getTraceFlags().asHex();
    }
}
