package io.hmsbridge.server.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.server.support.ApiClient;
import io.hmsbridge.server.support.ServedBridge;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event is one trace from who emitted it to its targets, as a collector gets it. */
class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private static final Queue<Packet> sent = new ConcurrentLinkedQueue<>();

    private static OtlpReceiver receiver;
    private static Traces traces;
    private static ServedBridge server;
    private static ApiClient api;

    /** Takes a packet at its third try. */
    private static final class Third implements ConnectorFactory {

        @Override
        public String name() {
            return "Third";
        }

        @Override
        public Connector create(ConnectorContext context) {
            return packet -> {
                sent.add(packet);
                return packet.attempt() < 3 ? SendResult.retry("not yet: secret-68") : SendResult.delivered("took it");
            };
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("slow.yaml"),
                "source_event: slow.changed\ntargets: {slow: {connector: Third, map: {rate: dailyRate}}}\n");
        receiver = new OtlpReceiver();
        traces = Traces.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "50",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")).orElseThrow();
        var quick = new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(20), 10, Duration.ofDays(1));
        server = ServedBridge.start(folder, builder -> builder.tracing(traces.events()).connector(new Third())
                .targets(List.of(TargetSpec.of("slow", "Third").with(quick))), Optional.of(traces));
        api = new ApiClient(server.uri());
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
        traces.close();
        receiver.close();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static List<Span> trace(String id, int spans) {
        await().until(() -> receiver.spans().stream().filter(span -> hex(span.getTraceId()).equals(id)).count(),
                count -> count >= spans);
        return receiver.spans().stream().filter(span -> hex(span.getTraceId()).equals(id)).toList();
    }

    private static Map<String, Object> attributes(Span span) {
        return span.getAttributesList().stream().collect(Collectors.toMap(attribute -> attribute.getKey(),
                attribute -> attribute.getValue().hasIntValue() ? attribute.getValue().getIntValue()
                        : attribute.getValue().getStringValue()));
    }

    @Test
    void theStateOfATraceGoesAlongFromTheRequestOrTheEventToTheTarget() throws Exception {
        var parent = "00-0af7651916cd43dd8448eb211c80319c-" + PARENT + "-01";
        var own = "00-1af7651916cd43dd8448eb211c80319c-" + PARENT + "-01";
        api.post("/v1/events?wait=30s", "application/json", """
                [{"type": "slow.changed", "subject": "state-a", "data": {"rate": 1}},
                 {"specversion": "1.0", "id": "b", "source": "/hr", "type": "slow.changed", "subject": "state-b",
                  "traceparent": "%s", "tracestate": "own=2", "data": {"rate": 2}},
                 {"specversion": "1.0", "id": "c", "source": "/hr", "type": "slow.changed", "subject": "state-c",
                  "traceparent": "%s", "tracestate": "é=1", "data": {"rate": 3}}]""".formatted(own, own), "traceparent",
                parent, "tracestate", "vendor=a1,other=b");

        assertThat(states("state-a")).containsOnly("vendor=a1,other=b").hasSize(3);
        assertThat(states("state-b")).containsOnly("own=2").hasSize(3);
        assertThat(states("state-c")).containsOnly("").hasSize(3);
    }

    private static List<String> states(String subject) {
        return sent.stream().filter(packet -> packet.origin().subject().equals(subject)).map(Packet::tracestate)
                .toList();
    }

    @Test
    void anEventIsOneTraceFromTheRequestToTheTargetWithItsRetriesLinked() throws Exception {
        api.post("/v1/events?wait=30s", "application/json",
                "{\"type\":\"slow.changed\",\"subject\":\"secret-subject\",\"data\":{\"rate\":68,\"note\":\"secret-note\"}}",
                "traceparent", "00-" + TRACE + "-" + PARENT + "-01");

        var spans = trace(TRACE, 8);
        var byName = spans.stream().filter(span -> !span.getName().startsWith("send"))
                .collect(Collectors.toMap(Span::getName, span -> span));
        assertThat(byName).containsOnlyKeys("POST /v1/events", "emit", "map", "vet", "commit");
        assertThat(hex(byName.get("POST /v1/events").getParentSpanId())).isEqualTo(PARENT);
        assertThat(byName.get("emit").getParentSpanId()).isEqualTo(byName.get("POST /v1/events").getSpanId());
        for (var part : List.of("map", "vet", "commit")) {
            assertThat(byName.get(part).getParentSpanId()).isEqualTo(byName.get("emit").getSpanId());
        }
        assertThat(attributes(byName.get("POST /v1/events"))).containsEntry("http.response.status_code", 202L);

        var sends = spans.stream().filter(span -> span.getName().equals("send slow")).toList();
        assertThat(sends).hasSize(3)
                .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(byName.get("emit").getSpanId()));
        assertThat(sends.get(0).getLinksList()).isEmpty();
        for (int i = 1; i < 3; i++) {
            assertThat(sends.get(i).getLinksList()).singleElement().extracting(Span.Link::getSpanId)
                    .isEqualTo(sends.get(i - 1).getSpanId());
        }
        assertThat(sends.stream().map(span -> attributes(span).get("bridge.outcome")))
                .containsExactly("RETRY", "RETRY", "SENT");
        assertThat(sent.stream().map(Packet::traceparent)).containsSequence(sends.stream()
                .map(span -> "00-" + TRACE + "-" + hex(span.getSpanId()) + "-01").toList());
        assertThat(spans.toString()).doesNotContain("secret");
        assertThat(receiver.received().toString()).contains("hms-bridge").contains("deployment.environment.name");
    }

    @Test
    void eachEventOfABatchStaysInTheTraceItCameWith() throws Exception {
        var one = "a".repeat(32);
        var other = "b".repeat(32);
        api.post("/v1/events?wait=30s", "application/cloudevents-batch+json", """
                [{"specversion":"1.0","id":"1","source":"/s","type":"slow.changed","subject":"x","traceparent":"00-%s-%s-01",
                  "data":{"rate":1}},
                 {"specversion":"1.0","id":"2","source":"/s","type":"slow.changed","subject":"y","traceparent":"00-%s-%s-01",
                  "data":{"rate":2}}]""".formatted(one, PARENT, other, PARENT));

        for (var id : List.of(one, other)) {
            var spans = trace(id, 4);
            var accept = spans.stream().filter(span -> span.getName().equals("accept")).findFirst().orElseThrow();
            assertThat(hex(accept.getParentSpanId())).isEqualTo(PARENT);
            assertThat(accept.getLinksList()).hasSize(1);
            assertThat(spans.stream().filter(span -> span.getName().equals("send slow"))).hasSize(3)
                    .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(accept.getSpanId()));
        }
    }

    @Test
    void nothingIsTracedUnlessTheEnvironmentAsksForIt() {
        var endpoint = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());

        assertThat(Traces.of(Map.of())).isEmpty();
        assertThat(Traces.of(Map.of("OTEL_SERVICE_NAME", "x"))).isEmpty();
        assertThat(Traces.of(Map.of("OTEL_TRACES_EXPORTER", "none"))).isEmpty();
        assertThat(Traces.of(with(endpoint, "OTEL_SDK_DISABLED", "true"))).isEmpty();
        assertThat(Traces.of(with(endpoint, "OTEL_TRACES_SAMPLER", "no-such-sampler"))).isEmpty();
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }
}
