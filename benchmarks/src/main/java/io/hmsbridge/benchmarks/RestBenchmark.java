package io.hmsbridge.benchmarks;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.plugins.restapi.RestConnectorFactory;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** What {@code RestConnector} costs beside the bare HTTP client that makes the same requests: benchmarks/run-rest. */
public final class RestBenchmark {

    private static final int IN_FLIGHT = 64;
    private static final int ROUNDS = 9;
    private static final long ROUND = TimeUnit.SECONDS.toNanos(3);

    private record Round(double perSecond, double p99) {}

    private RestBenchmark() {}

    /** Takes about a minute. The two take turns, and the first round of each does not count. */
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("rest-benchmark-");
        var factory = new RestConnectorFactory();
        var with = Map.of("method", "PUT", "path", "/rates/{grade}");
        var packet = new TestPackets(factory).of(Map.of("grade", "E5", "rate", new BigDecimal("68.00"), "currency",
                "USD", "valid_from", "2026-12-07", "approved_by", "j.doe"), with);
        var bare = new ArrayList<Round>();
        var connected = new ArrayList<Round>();
        try (var sink = Sink.start(folder);
                var client = PlainHttp.client();
                var context = TestContext.of(factory, Map.of("base", sink.uri().toString()));
                var connector = factory.create(context)) {
            Callable<Boolean> plain = () -> client.execute(request(sink, packet), answer -> answer.getCode() == 204);
            Callable<Boolean> ours = () -> connector.send(packet) instanceof SendResult.Delivered;
            for (int i = 0; i < ROUNDS; i++) {
                bare.add(round(plain));
                connected.add(round(ours));
            }
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
        report(System.out, bare.subList(1, ROUNDS), connected.subList(1, ROUNDS));
    }

    private static HttpPut request(Sink sink, Packet packet) {
        var put = new HttpPut(sink.uri() + "/rates/E5");
        put.setHeader("Idempotency-Key", packet.idempotencyKey());
        put.setEntity(new ByteArrayEntity(ExactJson.write(packet.content()), ContentType.APPLICATION_JSON));
        return put;
    }

    private static Round round(Callable<Boolean> send) throws Exception {
        var nanos = Latencies.histogram();
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> sender = () -> {
                for (long now = System.nanoTime(); now - start < ROUND;) {
                    if (!send.call()) {
                        throw new IllegalStateException("a request was not taken");
                    }
                    long end = System.nanoTime();
                    nanos.recordValue(end - now);
                    now = end;
                }
                return null;
            };
            for (var done : threads.invokeAll(java.util.Collections.nCopies(IN_FLIGHT, sender))) {
                done.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Round(nanos.getTotalCount() / seconds, Latencies.of(nanos).p99());
    }

    private static void report(PrintStream out, List<Round> bare, List<Round> connected) {
        double plain = median(bare.stream().map(Round::perSecond).toList());
        double ours = median(connected.stream().map(Round::perSecond).toList());
        double plainP99 = median(bare.stream().map(Round::p99).toList());
        double oursP99 = median(connected.stream().map(Round::p99).toList());
        out.printf(Locale.ROOT, "medians of %d rounds of 3 s, %d in flight%n", bare.size(), IN_FLIGHT);
        out.printf(Locale.ROOT, "bare client    %,8.0f packets/s   p99 %5.2f ms%n", plain, plainP99);
        out.printf(Locale.ROOT, "RestConnector  %,8.0f packets/s   p99 %5.2f ms%n", ours, oursP99);
        out.printf(Locale.ROOT,
                "of the bare client's: %.2f packets/s (asked: 0.9 or more), %.2f p99 (asked: 1.5 or less)%n",
                ours / plain, oursP99 / plainP99);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
