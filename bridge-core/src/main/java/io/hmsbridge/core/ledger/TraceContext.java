package io.hmsbridge.core.ledger;

import java.util.Map;
import java.util.regex.Pattern;

/** What an event carries of a W3C trace context; what could not be a header is nothing. */
final class TraceContext {

    /** Printable, and no longer than the specification wants it to be handed on. */
    private static final Pattern FIT = Pattern.compile("[\\x20-\\x7e]{1,512}");

    private TraceContext() {}

    /** The {@code traceparent} among an event's extensions, or empty. */
    static String parent(Map<?, ?> extensions) {
        return fit(extensions.get("traceparent"));
    }

    /** The {@code tracestate} that belongs to it, or empty. */
    static String state(Map<?, ?> extensions) {
        return parent(extensions).isEmpty() ? "" : fit(extensions.get("tracestate"));
    }

    private static String fit(Object value) {
        return value instanceof String text && FIT.matcher(text).matches() ? text : "";
    }
}
