package io.hmsbridge.server.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Optional;
import java.util.regex.Pattern;

/** The W3C trace context in one line, as events, requests and packets carry it. */
final class TraceParent {

    static final String NAME = "traceparent";

    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private TraceParent() {
    }

    /** Empty if the text is none, or one of a span that cannot be. */
    static Optional<SpanContext> read(Object text) {
        var form = FORM.matcher(String.valueOf(text));
        return form.matches() ? Optional.of(SpanContext.createFromRemoteParent(form.group(1), form.group(2),
                TraceFlags.fromHex(form.group(3), 0), TraceState.getDefault())).filter(SpanContext::isValid)
                : Optional.empty();
    }

    static String write(SpanContext context) {
        return "00-" + context.getTraceId() + '-' + context.getSpanId() + '-' + context.getTraceFlags().asHex();
    }
}
