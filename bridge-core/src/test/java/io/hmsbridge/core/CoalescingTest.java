package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.json.MergePatch;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.outbox.Limits;
import io.hmsbridge.core.outbox.RetryPolicy;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.Conservation;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that coalesces gets one packet for all that waits for a key, and no field is lost. */
class CoalescingTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<String> FIELDS = List.of("a", "b", "c", "d");

    @TempDir
    private Path folder;

    private final ObedientConnector connector = new ObedientConnector("C");
    private final List<Bridge> open = new ArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void twoSheetsForOneTarget() throws IOException {
        TestDatabase.clear();
        Files.writeString(folder.resolve("s.yaml"), sheet("s.t"));
        Files.writeString(folder.resolve("other.yaml"), sheet("o.t"));
    }

    private static String sheet(String event) {
        return "source_event: %s\ntargets:\n  t:\n    map: {a: a, b: b, c: c, d: d}\n".formatted(event);
    }

    @AfterEach
    void allIsAccountedFor() {
        gate.countDown();
        open.forEach(Bridge::close);
        Conservation.holds();
    }

    @Test
    void whileATargetIsBusyWhatWaitsBecomesOnePacketWithTheNewestValues() throws InterruptedException {
        connector.answers(_ -> {
            gate.await();
            return SendResult.delivered("");
        });
        var bridge = bridge();
        long first = emit(bridge, "k", Map.of("a", 0));
        await().atMost(LONG).until(() -> connector.sent().size() == 1);
        long second = emit(bridge, "k", Map.of("a", 1, "b", 1));
        long third = emit(bridge, "k", Map.of("c", 2));
        long last = emit(bridge, "k", Map.of("a", 3));
        gate.countDown();
        awaitEmpty(bridge);

        assertThat(connector.sent()).hasSize(2);
        assertThat(connector.sent().get(1).fields()).isEqualTo(Map.of("a", 3L, "b", 1L, "c", 2L));
        assertThat(connector.sent().get(1).idempotencyKey()).endsWith("-" + last + "-t-0-r1");
        assertThat(connector.sent()).extracting(Packet::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(states(bridge, first)).containsExactly(PacketState.SENT);
        for (long covered : List.of(second, third)) {
            assertThat(packets(bridge, covered)).singleElement().satisfies(packet -> {
                assertThat(packet.state()).isEqualTo(PacketState.SUPERSEDED);
                assertThat(packet.detail()).isEqualTo("coalesced into pkt-%d@t rev 1".formatted(last));
            });
        }
        assertThat(states(bridge, last)).containsExactly(PacketState.SENT, PacketState.SUPERSEDED);
        assertThat(bridge.await(second, LONG)).extracting(PacketView::state).containsExactly(PacketState.SUPERSEDED);
    }

    @Test
    void oneThatCoversAllBeforeItGoesAsItIs() {
        var bridge = bridge();
        bridge.pause("t", "ada", "to see them wait");
        var numbers = IntStream.range(0, 20).mapToObj(n -> emit(bridge, "k", Map.of("a", n))).toList();
        bridge.resume("t", "ada", "");
        awaitEmpty(bridge);

        assertThat(connector.sent()).singleElement()
                .satisfies(p -> assertThat(p.idempotencyKey()).endsWith("-" + numbers.getLast() + "-t-0-r0"));
        assertThat(numbers.subList(0, 19)).allSatisfy(n -> assertThat(packets(bridge, n).getFirst().detail())
                .isEqualTo("coalesced into pkt-%d@t".formatted(numbers.getLast())));
    }

    @Test
    void besideAnotherOfItsEventThatWasRedirectedToItsTarget() throws IOException {
        Files.writeString(folder.resolve("both.yaml"), """
                source_event: b.t
                targets:
                  t:
                    map: {a: a, b: b}
                  u:
                    connector: C
                    map: {a: a, b: b}
                """);
        var bridge = bridge();
        var ada = new By("ada", "to see them wait");
        bridge.switches().pause("t", Optional.empty(), ada);
        bridge.switches().pause("u", Optional.empty(), ada);
        bridge.emit(Event.of("b.t", Map.of("a", 1)).withSubject("k"));
        var both = bridge.emit(Event.of("b.t", Map.of("b", 2)).withSubject("k")).number();
        bridge.emit(Event.of("o.t", Map.of("a", 3)).withSubject("k"));
        bridge.operator().redirect(new PacketId(both, "u", 0, 0), "t", ada);
        bridge.switches().resume("t", ada);

        await().atMost(LONG).until(() -> bridge.backlog().stream().noneMatch(b -> b.target().equals("t")));
        assertThat(connector.sent()).extracting(Packet::fields).containsExactly(Map.of("a", 1L, "b", 2L),
                Map.of("a", 3L), Map.of("b", 2L));
        assertThat(connector.sent().getFirst().idempotencyKey()).endsWith("-" + both + "-t-0-r2");
    }

    @Test
    void nothingPassesWhatAnotherSheetHasMade() {
        var bridge = bridge();
        bridge.pause("t", "ada", "to see them wait");
        emit(bridge, "k", Map.of("a", 1, "b", 1));
        bridge.emit(Event.of("o.t", Map.of("a", 2)).withSubject("k"));
        emit(bridge, "k", Map.of("b", 3));
        bridge.resume("t", "ada", "");
        awaitEmpty(bridge);

        assertThat(connector.sent()).extracting(Packet::fields)
                .containsExactly(Map.of("a", 1L, "b", 1L), Map.of("a", 2L), Map.of("b", 3L));
    }

    @Test
    void aBacklogThatMemoryDoesNotHoldIsFoldedToAPacketForEachKey() {
        var bridge = bridge();
        bridge.pause("t", "ada", "a long outage");
        int keys = 100;
        var expected = flood(bridge, keys, 50, 500);
        bridge.resume("t", "ada", "");
        awaitEmpty(bridge);

        assertThat(connector.sent().size()).isBetween(keys, 4 * keys);
        assertThat(received()).isEqualTo(expected);
    }

    @Test
    void aBacklogThatIsFoundAtTheStartIsFoldedBeforeAnythingGoes() {
        var gone = bridge();
        gone.pause("t", "ada", "a long outage");
        var expected = flood(gone, 50, 6, 500);
        gone.close();
        open.clear();
        var bridge = bridge();
        bridge.resume("t", "ada", "");
        awaitEmpty(bridge);

        assertThat(connector.sent()).hasSize(50);
        assertThat(received()).isEqualTo(expected);
    }

    @Test
    void whateverFailsAndWaitsTheTargetEndsUpWithTheNewestOfEachField() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var failures = new Random(seed);
        connector.answers(_ -> {
            synchronized (failures) {
                return failures.nextInt(5) == 0 ? SendResult.retry("not now") : SendResult.delivered("");
            }
        });
        var bridge = bridge();
        var expected = new HashMap<String, Map<String, Object>>();
        for (int round = 0; round < 60; round++) {
            var events = new ArrayList<Event>();
            for (int n = random.nextInt(40); n >= 0; n--) {
                events.add(event("k" + random.nextInt(8), change(random), expected));
            }
            bridge.emit(events);
        }
        awaitEmpty(bridge);

        assertThat(received()).as("seed %d", seed).isEqualTo(expected);
    }

    private Map<String, Map<String, Object>> flood(Bridge bridge, int keys, int commits, int each) {
        var random = new Random(commits);
        var expected = new HashMap<String, Map<String, Object>>();
        for (int i = 0; i < commits; i++) {
            int from = i * each;
            bridge.emit(IntStream.range(from, from + each)
                    .mapToObj(n -> event("k" + n % keys, change(random), expected)).toList());
        }
        return expected;
    }

    private static Map<String, Object> change(Random random) {
        var change = new LinkedHashMap<String, Object>();
        change.put(FIELDS.get(random.nextInt(4)), random.nextLong(1_000));
        change.put(FIELDS.get(random.nextInt(4)), random.nextLong(1_000));
        return change;
    }

    private static Event event(String key, Map<String, Object> change, Map<String, Map<String, Object>> expected) {
        expected.merge(key, change, MergePatch::merged);
        return Event.of("s.t", change).withSubject(key);
    }

    /** What the target has of each key, after all that it was sent and took; in order, since a key's packets go one by one. */
    private Map<String, Map<String, Object>> received() {
        var received = new HashMap<String, Map<String, Object>>();
        connector.sent().forEach(packet -> received.merge(packet.key(), new LinkedHashMap<>(packet.fields()),
                MergePatch::merged));
        return received;
    }

    private Bridge bridge() {
        var quick = new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(20), 1_000, Duration.ofDays(1));
        var bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(connector)
                .targets(List.of(TargetSpec.of("t", "C").with(Limits.concurrency(4)).with(quick).coalescing(true)))
                .open();
        open.add(bridge);
        return bridge;
    }

    private static long emit(Bridge bridge, String key, Map<String, Object> data) {
        return bridge.emit(Event.of("s.t", data).withSubject(key)).number();
    }

    private static List<PacketView> packets(Bridge bridge, long event) {
        return bridge.packets(PacketQuery.ofEvent(event));
    }

    private static List<PacketState> states(Bridge bridge, long event) {
        return packets(bridge, event).stream().map(PacketView::state).toList();
    }

    private static void awaitEmpty(Bridge bridge) {
        await().atMost(LONG).until(() -> bridge.backlog().isEmpty());
    }
}
