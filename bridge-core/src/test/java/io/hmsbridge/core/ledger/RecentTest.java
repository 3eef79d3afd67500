package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Held;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who wrote a commit tells of it from memory what who did not reads in the ledger. */
class RecentTest extends LedgerFixture {

    private static final Governed MASKED =
            new Governed(1, List.of(new Governed.Found("ssn", "/ssn", "mask", "rule 13")));

    private PostgresLedger other;
    private Bookmark begin;
    private long epoch;
    private int a;

    @BeforeEach
    void followed() {
        other = PostgresLedger.open(new Database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password()),
                Node.here("other"), Duration.ofSeconds(10), KEEPING);
        a = ledger.target("a", "C");
        ledger.target("b", "C");
        ledger.policy(new byte[32], "{}");
        epoch = ledger.leases().take(a).orElseThrow();
        begin = ledger.transitions().now();
        assertThat(ledger.transitions().after(begin)).isEmpty();
    }

    @AfterEach
    void closeOther() {
        other.close();
    }

    @Test
    void whatWasAcceptedAndSentIsToldWithoutTheLedger() {
        append(new NewPacket.Fate.Queue(), new NewPacket.Fate.Queue("as it was"));
        record(waiting().stream().<Entry>map(p -> new Ended(p, epoch, 1, Outcome.SENT, 12, "took it")).toList());
        var told = other.transitions().after(begin);

        execute("update hms_bridge.packet set key = 'other'");

        assertThat(told).flatExtracting(Transitions.Commit::packets).extracting(PacketView::state).containsExactly(
                PacketState.QUEUED, PacketState.QUEUED, PacketState.SENT);
        assertThat(ledger.transitions().after(begin)).isEqualTo(told);
    }

    @Test
    void anyHistoryIsToldAlikeFromWhereverOneComes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            if (random.nextBoolean()) {
                append(fate(random), fate(random));
            } else {
                recordSome(random);
            }
        }

        var told = other.transitions().after(begin);
        assertThat(ledger.transitions().after(begin)).as("seed %d", seed).isEqualTo(told);
        for (var from : told) {
            assertThat(ledger.transitions().after(from.mark())).as("seed %d, after %s", seed, from)
                    .isEqualTo(other.transitions().after(from.mark()));
        }
    }

    @Test
    void aCommitThatFailedIsNotTakenForTheOneInItsPlace() {
        append(new NewPacket.Fate.Queue(), new NewPacket.Fate.Queue());
        var packet = waiting().getFirst();
        var numbers = ledger.draw(1);
        var twice = event(new NewPacket.Fate.Queue(), new NewPacket.Fate.Queue());
        ledger.append(numbers, List.of(twice));
        var again = ledger.draw(1);
        assertThatThrownBy(() -> ledger.append(again, List.of(twice)))
                .isInstanceOf(AlreadySeenException.class);
        append(new NewPacket.Fate.Queue(), new NewPacket.Fate.Schedule(Instant.now().plusSeconds(3_600)));
        assertThatThrownBy(
                () -> ledger.record(List.of(new Ended(packet, epoch + 1, 1, Outcome.SENT, 1, "lost its lane"))))
                .isInstanceOf(FencedException.class);
        record(List.of(new Parked(packet, epoch, 1, Outcome.RETRY, 3, "later", Duration.ofHours(1))));

        assertThat(ledger.transitions().after(begin)).isEqualTo(other.transitions().after(begin));
    }

    @Test
    void commitsThatSayNothingOfPacketsDoNotGatherWithoutEnd() {
        var recent = new Recent();
        var mark = new Bookmark("00000000", 1, new TreeMap<>());
        assertThat(recent.after(mark)).isEmpty();

        for (int n = 1; n <= 50_000; n++) {
            recent.appended(new Journal.Place(1, n), new long[0], List.of(), Instant.EPOCH);
        }

        assertThat(recent.after(mark)).hasSizeLessThanOrEqualTo(20_000);
    }

    private static NewPacket.Fate fate(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new NewPacket.Fate.Schedule(Instant.now().plusSeconds(3_600));
            case 1 -> new NewPacket.Fate.End(Outcome.BLOCKED, "rule 13");
            case 2 -> new NewPacket.Fate.End(Outcome.DEAD, "no such field");
            default -> new NewPacket.Fate.Queue();
        };
    }

    /** A lane's thread does something to a few of its packets. */
    private void recordSome(Random random) {
        var entries = new ArrayList<Entry>();
        for (var packet : waiting()) {
            int tries = packet.tries() + 1;
            switch (random.nextInt(12)) {
                case 0 -> entries.add(new Parked(packet, epoch, tries, Outcome.RETRY, 3, "later", Duration.ofHours(1)));
                case 1 -> entries.add(new Died(packet, epoch, tries, Outcome.REJECTED, 4, "no"));
                case 2 -> entries.add(new Held(packet, epoch));
                case 3, 4, 5, 6 -> entries.add(new Ended(packet, epoch, tries, Outcome.SENT, 5, "took it"));
                default -> {
                    // goes on waiting
                }
            }
        }
        if (!entries.isEmpty()) {
            record(entries);
        }
    }

    private void record(List<Entry> entries) {
        ledger.record(entries);
    }

    private List<Queued> waiting() {
        return ledger.page(a, Position.HEAD, Long.MAX_VALUE, 100);
    }

    /** An event with a packet for each of two targets. */
    private void append(NewPacket.Fate first, NewPacket.Fate second) {
        append(ledger, event(first, second));
    }

    private NewEvent event(NewPacket.Fate first, NewPacket.Fate second) {
        var fates = List.of(first, second);
        var packets = IntStream.range(0, 2).mapToObj(i -> packet(Stream.of("a", "b").toList().get(i), fates.get(i)))
                .toList();
        return new NewEvent(Event.of("a.b", Map.of("n", 1L)), ExactJson.write(Map.of("n", 1L)), new byte[32], packets);
    }

    private NewPacket packet(String target, NewPacket.Fate fate) {
        return new NewPacket(ledger.target(target, "C"), target, 0, "k", Packet.Form.FIELDS, Map.of(),
                ExactJson.write(Map.of()), 0, MASKED, fate);
    }
}
