package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.Vetting.Vetted;
import io.hmsbridge.core.problem.ProblemCode;
import io.hmsbridge.core.support.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Acts on many packets, by several operators, and beside a lane that goes on. */
class SettlingTest extends LedgerFixture {

    private static final By ADA = new By("ada", "");
    private static final By BOB = new By("bob", "");
    private static final Vetting PASS = SettlingTest::passed;
    private static final Vetting BLOCK = _ -> new Vetted.Blocked("k", "rule 13", Governed.NONE);

    private int a;
    private int b;
    private int c;
    private long epoch;

    @BeforeEach
    void threeTargets() {
        a = ledger.target("a", "C");
        b = ledger.target("b", "C");
        c = ledger.target("c", "C");
        epoch = ledger.leases().take(a).orElseThrow();
    }

    @AfterEach
    void allIsAccountedFor() {
        assertThat(ledger.conserved(null, null, 10))
                .satisfies(c -> assertThat(c.holds()).as("%s", c).isTrue());
    }

    @Test
    void anActByAFilterReachesAllThatItFindsAThousandACommit() {
        int dead = 2_345;
        append(dead, a);
        die();
        append(10, a);

        var done = act(DeadQuery.ALL, new Remedy.Requeue(), ADA, PASS);

        assertThat(done).extracting(s -> s.act().orElseThrow().count()).containsExactly(1_000L, 1_000L, 345L);
        assertThat(ledger.deadPackets().count(DeadQuery.ALL)).isZero();
        assertThat(query("select count(*) from hms_bridge.outbox where rev = 1 and state = 0"))
                .containsExactly(String.valueOf(dead));
        // In the order in which they had been, behind what waits.
        assertThat(query("select event from hms_bridge.outbox where rev = 1 order by sequence").stream()
                .map(Long::parseLong)).isSorted();
        assertThat(query("select min(sequence) filter (where rev = 1) > max(sequence) filter (where rev = 0)"
                + " from hms_bridge.outbox")).containsExactly("t");
    }

    @Test
    void whatGovernanceBlocksStaysDead() {
        append(2, a);
        die();
        var packet = new PacketId(1, "a", 0, 0);

        assertThatThrownBy(() -> ledger.deadPackets().act(packet, new Remedy.Edit(Map.of("n", 1L)), ADA, BLOCK))
                .isInstanceOfSatisfying(ActRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.PACKET_BLOCKED))
                .hasMessageContaining("pkt-1").hasMessageContaining("rule 13");
        assertThatThrownBy(() -> ledger.deadPackets().act(packet, new Remedy.Redirect(b, "b"), ADA, BLOCK))
                .isInstanceOf(ActRefusedException.class);
        var swept = act(DeadQuery.ofTarget("a"), new Remedy.Redirect(b, "b"), ADA, BLOCK);

        assertThat(swept).singleElement().satisfies(s -> {
            assertThat(s.act()).isEmpty();
            assertThat(s.blocked()).hasSize(2);
        });
        assertThat(ledger.deadPackets().count(DeadQuery.ALL)).isEqualTo(2);
        assertThat(ledger.acts(ActQuery.latest(10))).isEmpty();
    }

    @Test
    void someThatAreBlockedDoNotKeepTheOthers() {
        append(3, a);
        die();
        Vetting notTheSecond = asked -> asked.content() instanceof Map<?, ?> map && map.get("n").equals(2L)
                ? new Vetted.Blocked("k", "rule 13", Governed.NONE) : passed(asked);

        var done = act(DeadQuery.ofTarget("a"), new Remedy.Redirect(b, "b"), ADA, notTheSecond);

        assertThat(done).singleElement().satisfies(s -> {
            assertThat(s.packets()).containsExactly(new PacketId(1, "b", 0, 0), new PacketId(3, "b", 0, 0));
            assertThat(s.blocked()).singleElement()
                    .satisfies(blocked -> assertThat(blocked.packet()).isEqualTo(new PacketId(2, "a", 0, 0)));
        });
        assertThat(ledger.deadPackets().list(DeadQuery.ALL, null, 10).packets()).extracting(PacketView::id)
                .containsExactly(new PacketId(2, "a", 0, 0));
    }

    @Test
    void twoPacketsOfOneEventForOneTargetBecomeRevisionsOfIt() {
        append(1, a, b);
        die();
        act(DeadQuery.ofTarget("a"), new Remedy.Redirect(c, "c"), ADA, PASS);
        act(DeadQuery.ofTarget("b").withWaiting(), new Remedy.Redirect(c, "c"), ADA, PASS);
        assertThat(query("select rev from hms_bridge.outbox where target = " + c + " order by sequence"))
                .containsExactly("0", "1");

        // Both at once: the dead ones of the first target are two revisions of one packet.
        long taken = ledger.leases().take(c).orElseThrow();
        ledger.record(ledger.page(c, Position.HEAD, Long.MAX_VALUE, 10).stream()
                .<Entry>map(p -> new Died(p, taken, 1, Outcome.REJECTED, 1, "no")).toList());
        var done = act(DeadQuery.ofTarget("c"), new Remedy.Redirect(a, "a"), ADA, PASS);

        assertThat(done).singleElement().satisfies(s -> assertThat(s.packets())
                .containsExactly(new PacketId(1, "a", 0, 1), new PacketId(1, "a", 0, 2)));
        assertThat(query("select rev from hms_bridge.outbox order by sequence")).containsExactly("1", "2");
    }

    @Test
    void ofTwoOperatorsAtOnceOneActsOnAPacketAndTheOtherIsTold() {
        append(500, a);
        die();

        var acts = Stream.of(ADA, BOB).map(by -> CompletableFuture.supplyAsync(
                () -> act(DeadQuery.ALL, by.equals(ADA) ? new Remedy.Requeue() : new Remedy.Discard(), by, PASS)
                        .stream()
                        .mapToLong(s -> s.act().map(Act::count).orElse(0L)).sum()))
                .toList();
        long done = acts.stream().mapToLong(CompletableFuture::join).sum();

        assertThat(done).isEqualTo(500);
        assertThat(query("select count(*), count(distinct event) from hms_bridge.delivery where outcome in (13, 14)"
                + " group by outcome having count(*) <> count(distinct event)")).isEmpty();
        assertThat(query("select count(*) from hms_bridge.delivery where outcome >= 10")).containsExactly("500");
    }

    @Test
    void ofTwoOperatorsOnOnePacketTheSecondIsRefused() {
        append(1, a);
        die();
        var packet = new PacketId(1, "a", 0, 0);

        var refused = Stream.of(ADA, BOB).map(by -> CompletableFuture.supplyAsync(
                () -> ledger.deadPackets().act(packet, new Remedy.Discard(), by, PASS).act()).handle((_, e) -> e))
                .map(CompletableFuture::join).filter(e -> e != null).toList();

        assertThat(refused).singleElement().satisfies(
                e -> assertThat(e).hasCauseInstanceOf(ActRefusedException.class).hasMessageContaining("has ended"));
    }

    @Test
    void actsAndTheRecorderWaitForEachOtherInOneOrder() {
        long before = deadlocks();

        actWhileRecording(packet -> new Ended(packet, epoch, 1, Outcome.SENT, 1, "took it"));

        assertThat(deadlocks()).isEqualTo(before);
    }

    /** Where some of a commit's packets go and others stay, the database may have to choose one of the two: it does it again. */
    @Test
    void actsAndTheRecorderDoNotLockEachOtherOut() {
        actWhileRecording(
                packet -> packet.id().event() % 2 == 0 ? new Ended(packet, epoch, 1, Outcome.SENT, 1, "took it")
                        : new Parked(packet, epoch, 1, Outcome.RETRY, 1, "not yet", Duration.ofHours(1)));
    }

    private void actWhileRecording(Function<Queued, Entry> entry) {
        long seed = System.nanoTime();
        append(10_000, a);
        var packets = new ArrayList<>(ledger.page(a, Position.HEAD, Long.MAX_VALUE, 10_000));
        Collections.shuffle(packets, new Random(seed));
        var recorded = new AtomicBoolean();
        var recording = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < packets.size(); i += 500) {
                record(packets.subList(i, i + 500).stream().map(entry).toList());
            }
            recorded.set(true);
        });
        var acting = CompletableFuture.runAsync(() -> {
            for (int i = 0; !recorded.get(); i++) {
                act(DeadQuery.ofTarget("a").withWaiting(),
                        i % 2 == 0 ? new Remedy.Redirect(b, "b") : new Remedy.Discard(),
                        ADA, PASS);
            }
        });

        assertThat(recording).as("seed %d", seed).succeedsWithin(Duration.ofSeconds(60));
        assertThat(acting).as("seed %d", seed).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void aPageOfDeadPacketsIsReadWithoutTheOthers() {
        append(3_000, a);
        die();
        long before =
                counted("select sum(idx_tup_fetch)::bigint from pg_stat_user_tables where relname like 'packet_%'");

        assertThat(ledger.deadPackets().list(DeadQuery.ofTarget("a"), null, 10).packets()).hasSize(10);

        assertThat(counted("select sum(idx_tup_fetch)::bigint from pg_stat_user_tables where relname like 'packet_%'"))
                .isBetween(before + 10, before + 100);
    }

    private long deadlocks() {
        return counted("select deadlocks from pg_stat_database where datname = current_database()");
    }

    private long counted(String statistic) {
        ledger.close(); // what its sessions have counted is added up
        ledger = PostgresLedger.open(new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()),
                Node.here("test"), Duration.ofSeconds(10));
        return Long.parseLong(query(statistic).getFirst());
    }

    /** As a recorder does: what cannot be recorded together is recorded alone. */
    private void record(List<Entry> entries) {
        try {
            ledger.record(entries);
        } catch (RowGoneException e) {
            if (entries.size() > 1) {
                record(entries.subList(0, entries.size() / 2));
                record(entries.subList(entries.size() / 2, entries.size()));
            }
        }
    }

    private static Vetted passed(Vetting.Asked asked) {
        return new Vetted.Passed(asked.key(), asked.content(), ExactJson.write(asked.content()), Governed.NONE);
    }

    private List<Settled> act(DeadQuery query, Remedy remedy, By by, Vetting vetting) {
        var done = new ArrayList<Settled>();
        ledger.deadPackets().act(query, remedy, by, vetting, done::add);
        return done;
    }

    /** Events, with a packet for each of these targets. */
    private void append(int count, int... targets) {
        for (int i = 0; i < count; i += 500) {
            int n = Math.min(500, count - i);
            var numbers = ledger.draw(n);
            ledger.append(numbers, IntStream.range(0, n).mapToObj(e -> event(numbers[e], targets)).toList());
        }
    }

    private static NewEvent event(long number, int... targets) {
        Map<String, Object> content = Map.of("n", number);
        var packets = IntStream.of(targets)
                .mapToObj(target -> new NewPacket(target, String.valueOf("?abc".charAt(target)),
                        0, "k", Packet.Form.FIELDS, content, ExactJson.write(content), 0, Governed.NONE,
                        new NewPacket.Fate.Queue()))
                .toList();
        return new NewEvent(Event.of("a.b", content), ExactJson.write(content), new byte[32], packets);
    }

    /** All that waits for the first target dies. */
    private void die() {
        for (;;) {
            var packets = ledger.page(a, Position.HEAD, Long.MAX_VALUE, 500);
            if (packets.isEmpty()) {
                return;
            }
            ledger.record(packets.stream().<Entry>map(p -> new Died(p, epoch, 1, Outcome.REJECTED, 1, "no")).toList());
        }
    }
}
