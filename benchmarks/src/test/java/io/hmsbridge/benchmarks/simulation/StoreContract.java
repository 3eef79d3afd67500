package io.hmsbridge.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.WrittenMap;
import io.hmsbridge.core.ledger.AlreadySeenException;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.FencedException;
import io.hmsbridge.core.ledger.Folding.Foldable;
import io.hmsbridge.core.ledger.Folding.Standing;
import io.hmsbridge.core.ledger.Governed;
import io.hmsbridge.core.ledger.Leases.Orders;
import io.hmsbridge.core.ledger.NewAct;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NewPacket;
import io.hmsbridge.core.ledger.NumbersPassedException;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.RowGoneException;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.ledger.Steering;
import io.hmsbridge.core.ledger.Store;
import io.hmsbridge.core.ledger.Store.Backlog;
import io.hmsbridge.core.ledger.Store.DuePage;
import io.hmsbridge.core.ledger.Store.KnownTarget;
import io.hmsbridge.core.ledger.Store.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the committer and the lanes rely on, of whatever keeps their packets. Two processes share it. */
abstract class StoreContract {

    private static final AtomicInteger TESTS = new AtomicInteger();
    private static final Duration HOUR = Duration.ofHours(1);

    private Store store;
    private Store other;
    private String name;
    private int target;

    /** The same for all tests of a class, each of which has a target of its own. */
    abstract Store store();

    /** Another process's. */
    abstract Store other();

    abstract void requeue(PacketId packet);

    abstract void discard(PacketId packet);

    @BeforeEach
    void aTarget() {
        store = store();
        other = other();
        name = "t" + TESTS.incrementAndGet();
        target = store.target(name, "C");
        store.news();
        other.news();
    }

    @Test
    void aTargetKeepsItsNumberAndIsAwaitedWhilePacketsWait() {
        assertThat(store.target(name, "D")).isEqualTo(target);
        assertThat(store.awaited()).extracting(KnownTarget::name).doesNotContain(name);
        append("k");
        assertThat(other.awaited()).contains(new KnownTarget(name, "D"));
        assertThat(store.backlog()).contains(new Backlog(name, PacketState.QUEUED, 1));
    }

    @Test
    void numbersRiseForAll() {
        long first = store.draw(2)[1];
        assertThat(other.draw(1)[0]).isGreaterThan(first);
    }

    @Test
    void whatIsQueuedIsReadInOrderPageByPage() {
        long a = append("k", "l");
        long b = append("k");

        var all = page();
        assertThat(all).extracting(Queued::position)
                .containsExactly(new Position(a, 0), new Position(a, 1), new Position(b, 0));
        assertThat(all.get(1)).satisfies(packet -> {
            assertThat(packet.id()).isEqualTo(new PacketId(a, name, 1, 0));
            assertThat(packet.key()).isEqualTo("l");
            assertThat(packet.content()).isEqualTo(Map.of("l", "1"));
            assertThat(packet.origin().type()).isEqualTo("a.b");
        });
        assertThat(store.page(target, Position.HEAD, Long.MAX_VALUE, 2)).hasSize(2);
        assertThat(store.page(target, new Position(a, 0), Long.MAX_VALUE, 9)).hasSize(2);
        assertThat(store.page(target, Position.HEAD, a, 9)).hasSize(2);
    }

    @Test
    void anIdIsAcceptedOnceAndToldApartByItsBody() {
        var event = event("once" + name, "k");
        long number = append(event);

        assertThatThrownBy(() -> store.append(store.draw(2), List.of(event("new" + name, "k"), event)))
                .isInstanceOfSatisfying(AlreadySeenException.class, e -> assertThat(e.seen())
                        .containsExactly(Map.entry(1, new AlreadySeenException.Seen(number, true))));
        var body = new NewEvent(event.event(), event.data(), new byte[] {1}, event.packets());
        assertThatThrownBy(() -> store.append(store.draw(1), List.of(body)))
                .isInstanceOfSatisfying(AlreadySeenException.class,
                        e -> assertThat(e.seen().get(0).sameBody()).isFalse());
        var twice = event("twice" + name, "k");
        assertThatThrownBy(() -> store.append(store.draw(2), List.of(twice, twice)))
                .isInstanceOfSatisfying(AlreadySeenException.class, e -> assertThat(e.seen()).isEmpty());
        assertThat(page()).hasSize(1);
    }

    @Test
    void whatHasEndedWhenItIsAcceptedIsNotQueuedAndWhatIsDeadWaitsForAnOperator() {
        append(new NewPacket.Fate.End(Outcome.UNCHANGED, "nothing changed"));
        assertThat(store.backlog()).noneMatch(waits -> waits.target().equals(name));
        append(new NewPacket.Fate.End(Outcome.DEAD, "no such field"));
        assertThat(store.backlog()).contains(new Backlog(name, PacketState.DEAD, 1));
        assertThat(page()).isEmpty();
    }

    @Test
    void whatEndsLeavesAndCannotEndAgain() {
        append("k");
        append("l");
        long epoch = take();
        var packets = page();
        store.record(List.of(sent(packets.getFirst(), epoch)));

        assertThat(page()).hasSize(1);
        assertThatThrownBy(() -> store.record(List.of(sent(packets.get(1), epoch), sent(packets.get(0), epoch))))
                .isInstanceOf(RowGoneException.class);
        assertThat(page()).as("all or none").hasSize(1);
        assertThat(store.gone(target, packets.stream().map(Queued::position).toList()))
                .isEqualTo(Set.of(packets.getFirst().position()));
    }

    @Test
    void whatIsToBeTriedAgainWaitsForItsTime() {
        append("k");
        append("l");
        append("m");
        long epoch = take();
        var packets = page();
        store.record(List.of(parked(packets.get(0), epoch, HOUR), parked(packets.get(2), epoch, Duration.ZERO)));

        assertThat(page()).containsExactly(packets.get(1));
        assertThat(store.retries(target, Position.HEAD, 9)).extracting(Queued::position)
                .containsExactly(packets.get(0).position(), packets.get(2).position());
        assertThat(store.retries(target, packets.get(0).position(), 9)).hasSize(1);
        var due = store.due(target, DuePage.Cursor.START, 9);
        assertThat(due.packets()).singleElement().satisfies(packet -> {
            assertThat(packet.id()).isEqualTo(packets.get(2).id());
            assertThat(packet.tries()).isOne();
            assertThat(packet.waited()).isZero();
        });
        assertThat(store.due(target, due.next(), 9).packets()).isEmpty();
        assertThat(store.waiting(target, true)).extracting(Waiting::position)
                .containsExactlyInAnyOrder(packets.get(0).position(), packets.get(2).position());
    }

    @Test
    void whatIsHeldIsFoundByItsKeyAndQueuedAgainByWhoeverTakesTheLane() {
        append("k");
        append("k");
        append("l");
        long epoch = take();
        var packets = page();
        store.record(List.of(new Held(packets.get(1), epoch), new Held(packets.get(2), epoch),
                parked(packets.get(0), epoch, HOUR)));

        assertThat(page()).isEmpty();
        assertThat(store.held(target, packets.get(0).keyHash(), 9)).extracting(Queued::id)
                .containsExactly(packets.get(1).id());
        store.unhold(target, false, true);
        assertThat(page()).extracting(Queued::id).containsExactly(packets.get(2).id());
        store.unhold(target, false, false);
        assertThat(page()).hasSize(2);
    }

    @Test
    void aDeadPacketHoldsUpItsKeyOnlyWhereItIsToldTo() {
        append("k");
        append("k");
        long epoch = take();
        var packets = page();
        store.record(List.of(died(packets.get(0), epoch), new Held(packets.get(1), epoch)));

        assertThat(store.waiting(target, false)).isEmpty();
        assertThat(store.waiting(target, true)).singleElement()
                .satisfies(waiting -> assertThat(waiting.delay()).isEmpty());
        store.unhold(target, true, true);
        assertThat(page()).isEmpty();
        store.unhold(target, false, true);
        assertThat(page()).hasSize(1);
    }

    @Test
    void withinOneCommitAPacketsLastWordCounts() {
        append("k");
        append("l");
        long epoch = take();
        var packets = page();
        store.record(List.of(parked(packets.get(0), epoch, HOUR), sent(packets.get(0), epoch),
                new Held(packets.get(1), epoch), parked(packets.get(1), epoch, HOUR)));

        assertThat(store.retries(target, Position.HEAD, 9)).extracting(Queued::id).containsExactly(packets.get(1).id());
        assertThat(store.backlog()).filteredOn(waits -> waits.target().equals(name)).hasSize(1);
    }

    @Test
    void onlyWhoHasTheLaneRecords() {
        append("k");
        long epoch = take();
        assertThat(store.leases().take(target)).hasValue(epoch + 1);

        assertThatThrownBy(() -> store.record(List.of(sent(page().getFirst(), epoch))))
                .isInstanceOf(FencedException.class);
        assertThat(page()).hasSize(1);
        store.record(List.of(sent(page().getFirst(), epoch + 1)));
        assertThat(page()).isEmpty();
    }

    @Test
    void aLaneIsTakenFromNobodyAlive() {
        long epoch = take();
        store.leases().beat(List.of(target));
        assertThat(other.leases().take(target)).isEmpty();
        other.leases().ask(target);
        other.leases().beat(List.of());
        var standing = store.leases().beat(List.of(target));

        assertThat(standing.lanes()).filteredOn(lane -> lane.target() == target).singleElement().satisfies(lane -> {
            assertThat(lane.owner()).hasValue(store.leases().node());
            assertThat(lane.epoch()).isEqualTo(epoch);
            assertThat(lane.askedBy()).hasValue(other.leases().node());
            assertThat(lane.orders()).isEqualTo(Orders.NONE);
        });
        assertThat(standing.nodes()).anySatisfy(node -> {
            assertThat(node.number()).isEqualTo(store.leases().node());
            assertThat(node.able()).containsExactly(target);
        });
        store.leases().release(target, epoch - 1);
        assertThat(other.leases().take(target)).as("released under another epoch").isEmpty();
        store.leases().release(target, epoch);
        assertThat(other.leases().take(target)).hasValue(epoch + 1);
    }

    @Test
    void whatOthersHaveQueuedIsNewsOnce() {
        long mine = append("k");
        assertThat(store.news()).isEmpty();
        assertThat(other.news()).contains(new Span(mine, mine));
        assertThat(other.news()).isEmpty();

        append("k");
        assertThat(append(other, event("news" + name, "k")).news()).isTrue();
        other.news();
        assertThat(append(other, event("none" + name, "k")).news()).isFalse();
    }

    @Test
    void operatorsStopALaneAndLetItGoOn() {
        var act = new NewAct("ada", "pause", "month end", name);
        assertThat(store.steer(target, new Steering.Pause(Optional.empty()), act)).isPresent();
        assertThat(other.steer(target, new Steering.Pause(Optional.empty()), act)).isEmpty();
        assertThat(orders()).isEqualTo(new Orders(true, Optional.empty(), Optional.empty(), "month end"));
        assertThat(store.steer(target, new Steering.Resume(), act)).isPresent();
        assertThat(store.steer(target, new Steering.Resume(), act)).isEmpty();
        assertThat(orders()).isEqualTo(Orders.NONE);
    }

    private Orders orders() {
        return other.leases().beat(List.of()).lanes().stream().filter(lane -> lane.target() == target).findFirst()
                .orElseThrow().orders();
    }

    @Test
    void whatAConnectorRemembersIsItsTargets() {
        store.remember(target, "cursor", new byte[] {1});
        store.remember(target, "cursor", new byte[] {2});
        assertThat(other.recall(target, "cursor")).hasValueSatisfying(value -> assertThat(value).containsExactly(2));
        assertThat(other.recall(target + 1, "cursor")).isEmpty();
        other.forget(target, "cursor");
        assertThat(store.recall(target, "cursor")).isEmpty();
    }

    @Test
    void whatANewerPacketCoversIsFoldedIntoIt() {
        append(Map.of("a", 1L));
        append(Map.of("a", 2L));
        long alone = append(event("alone" + name, "alone"));
        long epoch = take();

        var waiting = waiting(null);
        assertThat(waiting).extracting(Standing::position).hasSize(2).doesNotContain(new Position(alone, 0)).isSorted();
        var folded = store.folding().fold(target, name, epoch, foldable(waiting, 0, 0));

        assertThat(folded.covered()).singleElement()
                .satisfies(entry -> assertThat(((Ended) entry).outcome()).isEqualTo(Outcome.SUPERSEDED));
        assertThat(folded.revised()).isEmpty();
        assertThat(page()).extracting(packet -> packet.content().equals(Map.of("a", 2L))).contains(true);
        assertThat(page()).hasSize(2);
    }

    @Test
    void whatItDoesNotCoverIsInANewRevisionOfIt() {
        append(Map.of("a", 1L, "b", 1L));
        long last = append(Map.of("a", 2L));
        long epoch = take();

        var folded = store.folding().fold(target, name, epoch, foldable(waiting(null), 0, 0));

        assertThat(folded.revised()).singleElement().satisfies(packet -> {
            assertThat(packet.id()).isEqualTo(new PacketId(last, name, 0, 1));
            assertThat(packet.content()).isEqualTo(Map.of("a", 2L, "b", 1L));
            assertThat(packet.sequence()).isEqualTo(last);
        });
        assertThat(page()).extracting(Queued::id).containsExactly(new PacketId(last, name, 0, 1));
        assertThat(page().getFirst().content()).isEqualTo(Map.of("a", 2L, "b", 1L));
    }

    @Test
    void nothingIsFoldedOverWhatTheTargetMayHaveNorWithoutTheLane() {
        append(Map.of("a", 1L));
        append(Map.of("a", 2L));
        append(Map.of("a", 3L));
        long epoch = take();
        var packets = page();
        assertThat(store.folding().fold(target, name, epoch, foldable(waiting(null), 0, 1, 2)).covered()).isEmpty();
        store.record(List.of(parked(packets.get(1), epoch, HOUR)));
        assertThat(store.folding().fold(target, name, epoch, foldable(waiting(null), 0, 0, 0)).covered()).isEmpty();
        assertThat(waiting(List.of(packets.get(0).keyHash()))).hasSize(3);
        assertThat(waiting(List.of(1L))).isEmpty();

        append(Map.of("a", 4L));
        assertThatThrownBy(() -> store.folding().fold(target, name, epoch - 1, foldable(waiting(null), 0, 0, 1, 1)))
                .isInstanceOf(FencedException.class);
        assertThat(waiting(null)).hasSize(4);
    }

    @Test
    void aRequeuedPacketIsANewRevisionAtTheTailOfItsKey() {
        append("k");
        append("k");
        long epoch = take();
        var dead = page().getFirst();
        store.record(List.of(died(dead, epoch)));

        requeue(dead.id());

        assertThat(page()).hasSize(2);
        assertThat(page().getLast()).satisfies(packet -> {
            assertThat(packet.id()).isEqualTo(new PacketId(dead.id().event(), name, 0, 1));
            assertThat(packet.sequence()).isGreaterThan(dead.sequence());
            assertThat(packet.content()).isEqualTo(dead.content());
            assertThat(packet.tries()).isZero();
        });
        long sequence = page().getLast().sequence();
        assertThat(other.news()).contains(new Span(sequence, sequence));
        assertThat(store.news()).as("of who accepts events, too").containsExactly(new Span(sequence, sequence));
    }

    @Test
    void aDiscardedPacketIsGone() {
        append("k");
        take();
        var packet = page().getFirst();
        discard(packet.id());
        assertThat(page()).isEmpty();
        assertThat(store.gone(target, List.of(packet.position()))).hasSize(1);
    }

    private List<Standing> waiting(List<Long> keys) {
        var standings = new ArrayList<Standing>();
        store.folding().waiting(target, keys, standings::add);
        return standings;
    }

    private static List<Foldable> foldable(List<Standing> standings, int... stretches) {
        var foldable = new ArrayList<Foldable>();
        for (int i = 0; i < stretches.length; i++) {
            foldable.add(new Foldable(standings.get(i).position(), stretches[i]));
        }
        return foldable;
    }

    private long take() {
        return store.leases().take(target).orElseThrow();
    }

    private List<Queued> page() {
        return store.page(target, Position.HEAD, Long.MAX_VALUE, 99);
    }

    private static Entry sent(Queued packet, long epoch) {
        return new Ended(packet, epoch, packet.tries() + 1, Outcome.SENT, 1, "took it");
    }

    private static Entry parked(Queued packet, long epoch, Duration delay) {
        return new Parked(packet, epoch, packet.tries() + 1, Outcome.RETRY, 1, "not yet", delay);
    }

    private static Entry died(Queued packet, long epoch) {
        return new Died(packet, epoch, packet.tries() + 1, Outcome.REJECTED, 1, "no");
    }

    /** An event with a packet for each of these keys, whose content says which it is. */
    private long append(String... keys) {
        return append(event("e" + System.nanoTime(), keys));
    }

    private long append(Map<String, Object> content) {
        return append(event(packet(0, "k", content, new NewPacket.Fate.Queue())));
    }

    private void append(NewPacket.Fate fate) {
        append(event(packet(0, "k", Map.of(), fate)));
    }

    private long append(NewEvent event) {
        append(store, event);
        return store.page(target, Position.HEAD, Long.MAX_VALUE, 99).stream().mapToLong(Queued::sequence).max()
                .orElse(0);
    }

    /** As the committer does: once more if others have drawn numbers meanwhile. */
    private static Store.Appended append(Store store, NewEvent event) {
        for (;;) {
            try {
                return store.append(store.draw(1), List.of(event));
            } catch (NumbersPassedException _) {
                // with new ones
            }
        }
    }

    private NewEvent event(NewPacket packet) {
        return new NewEvent(Event.of("a.b", Map.of()), new byte[] {'{', '}'}, new byte[32], List.of(packet));
    }

    private NewEvent event(String id, String... keys) {
        var packets = new ArrayList<NewPacket>();
        for (var key : keys) {
            packets.add(packet(packets.size(), key, Map.of(key, String.valueOf(packets.size())),
                    new NewPacket.Fate.Queue()));
        }
        return new NewEvent(Event.of("a.b", Map.of()).withId("/contract", id), new byte[] {'{', '}'}, new byte[32],
                packets);
    }

    private NewPacket packet(int part, String key, Map<String, Object> content, NewPacket.Fate fate) {
        var written = WrittenMap.of(content);
        return new NewPacket(target, name, part, key, Packet.Form.FIELDS, written, written.json(), 0, Governed.NONE,
                fate);
    }
}
