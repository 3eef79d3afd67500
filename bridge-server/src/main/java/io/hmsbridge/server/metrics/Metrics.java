package io.hmsbridge.server.metrics;

import io.hmsbridge.core.Bridge;
import io.hmsbridge.core.Closing;
import io.hmsbridge.core.ledger.CommitListener;
import io.hmsbridge.server.tls.Certificates;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All metrics of one server. Safe to use from many threads. What each is for says docs/monitoring.md. */
public final class Metrics implements AutoCloseable {

    /** Targets are named by people; more than this many would be somebody's mistake, and are not counted. */
    private static final int MOST_TARGETS = 500;

    /** Not in the units or under the names that Prometheus asks for; {@code process_cpu_usage} and its like tell the same. */
    private static final Set<String> ILL_NAMED = Set.of("process.cpu.time", "system.cpu.count");

    private static final Duration[] REQUESTS = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

    private final PrometheusMeterRegistry registry = registry();
    private final CommitMeters commits = new CommitMeters(registry);
    private final Gauges gauges = new Gauges(registry);
    private final CareGauges care = new CareGauges(registry);
    private final OutcomeGauge outcomes = new OutcomeGauge(registry);
    private final Map<String, Counter> limited = Stream.of("rate", "concurrency").collect(Collectors.toMap(by -> by,
            by -> Counter.builder("bridge.requests.limited").tag("by", by)
                    .description("Requests that were refused since their token made too many").register(registry)));
    private final StreamMeters streams = new StreamMeters(registry);
    private final ConcurrentMap<Answered, Timer> requests = new ConcurrentHashMap<>();
    private final Closing binders = new Closing();

    private record Answered(String method, String route, int status) {}

    public Metrics() {
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        binders.add(new JvmGcMetrics()).bindTo(registry);
    }

    private static PrometheusMeterRegistry registry() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(MeterFilter.maximumAllowableTags("bridge", "target", MOST_TARGETS, MeterFilter.deny()))
                .meterFilter(MeterFilter.deny(id -> ILL_NAMED.contains(id.getName())));
        return registry;
    }

    static Duration[] millis(long... bounds) {
        var durations = new Duration[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            durations[i] = Duration.ofMillis(bounds[i]);
        }
        return durations;
    }

    /** Counts what a bridge commits: to be given to its builder. */
    public CommitListener commits() {
        return commits;
    }

    /** Measures this bridge whenever somebody looks. */
    public void watch(Bridge bridge) {
        gauges.watch(bridge);
        care.watch(bridge);
    }

    /** Says until when these are valid. */
    public void watch(Certificates certificates) {
        care.watch(certificates);
    }

    /** Says how far those are behind who are told of outcomes; empty where another process tells them. */
    public void watchOutcomes(Supplier<Optional<Duration>> lag) {
        outcomes.watch(lag);
    }

    /** Counts those who follow the stream. */
    public StreamMeters streams() {
        return streams;
    }

    /** A request was refused since its token made too many. */
    public void limited(String by) {
        limited.get(by).increment();
    }

    /** A request was answered. */
    public void answered(String method, String route, int status, Duration took) {
        requests.computeIfAbsent(new Answered(method, route, status), this::timer).record(took);
    }

    private Timer timer(Answered answered) {
        return Timer.builder("http.server.request.duration")
                .description("Requests of the HTTP API, by route and status")
                .tag("http.request.method", answered.method)
                .tag("http.route", answered.route)
                .tag("http.response.status_code", String.valueOf(answered.status))
                .serviceLevelObjectives(REQUESTS)
                .register(registry);
    }

    /**
     * All of them as they stand now.
     *
     * @param mediaType one that the client takes: OpenMetrics, or the text format of Prometheus
     */
    public String scrape(String mediaType) {
        gauges.refresh();
        care.refresh();
        outcomes.refresh();
        return registry.scrape(mediaType);
    }

    @Override
    public void close() {
        binders.close();
        registry.getMeters().stream().map(Meter::getId).toList().forEach(registry::removeByPreFilterId);
        registry.close();
    }
}
