package io.hmsbridge.server.trace;

import io.hmsbridge.core.trace.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends traces where the standard environment variables of OpenTelemetry say. Without one that asks for traces, no class of
 * OpenTelemetry is loaded.
 */
public final class Traces implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
    private static final String PREFIX = "OTEL_";
    private static final long LAST_SECONDS = 5;

    /** Any of these turns traces on. */
    private static final Set<String> ASKING = Set.of("OTEL_EXPORTER_OTLP_ENDPOINT",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_TRACES_EXPORTER");

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final SpansOfEvents events;

    private Traces(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        tracer = sdk.getTracer("io.hmsbridge");
        events = new SpansOfEvents(tracer);
    }

    /**
     * Empty unless the environment asks for traces. What is wrong with it is logged, and there are none: that is no reason not to
     * deliver.
     */
    public static Optional<Traces> of(Map<String, String> environment) {
        if (!isWanted(environment)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Traces(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> properties(environment)).disableShutdownHook().build()
                    .getOpenTelemetrySdk()));
        } catch (ConfigurationException e) {
            LOG.warn("there are no traces: the variables OTEL_... cannot be used: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isWanted(Map<String, String> environment) {
        return ASKING.stream().anyMatch(name -> !environment.getOrDefault(name, "").isBlank())
                && !environment.getOrDefault("OTEL_TRACES_EXPORTER", "").strip().equals("none")
                && !Boolean.parseBoolean(environment.get("OTEL_SDK_DISABLED"));
    }

    /** Metrics are at /metrics and logs on standard error; both could be sent by OpenTelemetry, too, if asked for. */
    private static Map<String, String> properties(Map<String, String> environment) {
        var properties = new HashMap<>(Map.of("otel.service.name", "hms-bridge", "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none", "otel.exporter.otlp.protocol", "http/protobuf"));
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return properties;
    }

    /** To be told of events. */
    public Tracing events() {
        return events;
    }

    /** A span in the trace of a {@code traceparent}; the first of a new one if that is none. */
    public SpanBuilder beneath(String traceparent, String tracestate, String name) {
        return tracer.spanBuilder(name).setParent(TraceParent.read(traceparent, tracestate)
                .map(parent -> Context.root().with(Span.wrap(parent))).orElse(Context.root()));
    }

    /** Sends what is there, for a few seconds at most. */
    @Override
    public void close() {
        sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
