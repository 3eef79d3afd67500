package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.BatchConnector;
import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connectors that take several packets in one call. */
class BatchTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final List<List<Packet>> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch filled = new CountDownLatch(1);
    private volatile Function<List<Packet>, List<SendResult>> answer =
            packets -> packets.stream().map(_ -> SendResult.delivered("took it")).toList();

    @BeforeEach
    void aSheet() throws IOException {
        TestDatabase.clear();
        Files.writeString(folder.resolve("s.yaml"), "source_event: a.b\ntargets:\n  t:\n    map:\n      n: n\n");
    }

    @AfterEach
    void allIsAccountedFor() {
        Conservation.holds();
    }

    @Test
    void whatWaitsGoesInOneCallWithAtMostOnePacketOfAKey() throws InterruptedException {
        try (var bridge = bridge()) {
            emit(bridge, 30, 3);

            assertThat(batches).allSatisfy(batch -> {
                assertThat(batch).hasSizeLessThanOrEqualTo(10);
                assertThat(batch.stream().map(Packet::key).distinct()).hasSameSizeAs(batch);
            });
            assertThat(batches.stream().mapToInt(List::size).max()).hasValue(10);
            for (int key = 0; key < 30; key++) {
                var of = "k" + key;
                assertThat(batches.stream().flatMap(List::stream).filter(p -> p.key().equals(of))
                        .map(Packet::sequence)).hasSize(3).isSorted();
            }
        }
    }

    @Test
    void eachPacketOfABatchHasAResultOfItsOwn() throws InterruptedException {
        answer = packets -> packets.stream()
                .map(p -> p.key().equals("k3") ? SendResult.reject("not this one") : SendResult.delivered("took it"))
                .toList();
        try (var bridge = bridge()) {
            emit(bridge, 8, 1);

            assertThat(bridge.packets(PacketQuery.latest(100))).filteredOn(p -> p.state() == PacketState.DEAD)
                    .singleElement().satisfies(p -> assertThat(p.key()).isEqualTo("k3"));
        }
    }

    @Test
    void aConnectorThatMiscountsIsTriedAgain() throws InterruptedException {
        answer = packets -> packets.size() > 1 && batches.size() < 4 ? List.of(SendResult.delivered("one for all"))
                : packets.stream().map(_ -> SendResult.delivered("took it")).toList();
        try (var bridge = bridge()) {
            emit(bridge, 8, 1);

            assertThat(bridge.packets(PacketQuery.latest(100))).allMatch(p -> p.state() == PacketState.SENT)
                    .anyMatch(p -> p.tries() > 1);
        }
    }

    /** The first call waits until all are emitted, so that the others find company. */
    private void emit(Bridge bridge, int keys, int each) throws InterruptedException {
        for (int n = 0; n < each; n++) {
            int round = n;
            bridge.emit(IntStream.range(0, keys)
                    .mapToObj(k -> Event.of("a.b", Map.of("n", round)).withSubject("k" + k)).toList());
        }
        filled.countDown();
        await().atMost(LONG).until(() -> bridge.packets(PacketQuery.latest(1_000)).stream()
                .allMatch(p -> p.state().isTerminal()));
    }

    private Bridge bridge() {
        return Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(new Batches())
                .targets(List.of(TargetSpec.of("t", "B").with(Limits.concurrency(1))
                        .with(new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(50), 10,
                                Duration.ofDays(1)))))
                .open();
    }

    private final class Batches implements ConnectorFactory {

        @Override
        public String name() {
            return "B";
        }

        @Override
        public Connector create(ConnectorContext context) {
            return new BatchConnector() {
                @Override
                public int batchLimit() {
                    return 10;
                }

                @Override
                public List<SendResult> sendBatch(List<Packet> packets) throws InterruptedException {
                    filled.await();
                    batches.add(packets);
                    return answer.apply(packets);
                }
            };
        }
    }
}
