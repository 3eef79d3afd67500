package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However rare what a filter looks for: a page looks through so many rows, and tells where to look on. */
class FoundTest extends LedgerFixture {

    private static final int CHUNK = 1_000;

    @Test
    void aRareDeadPacketIsFoundByThePageThatGetsThere() {
        int common = DeadPackets.LOOK + 5;
        append(common, i -> new NewPacket.Fate.End(Outcome.DEAD, i == common - 1 ? "rare" : "common"), "a", "b");
        var dead = ledger.deadPackets();
        var rare = DeadQuery.ALL.withReason("rare");

        var first = dead.list(rare, null, 10);
        assertThat(first.packets()).isEmpty();
        var second = dead.list(rare, first.next().orElseThrow(), 10);
        assertThat(second.packets()).extracting(p -> p.id().target()).containsExactly("a");
        var third = dead.list(rare, second.next().orElseThrow(), 10);
        assertThat(third.packets()).extracting(p -> p.id().target()).containsExactly("b");
        assertThat(third.next()).isEmpty();
        assertThat(dead.list(new DeadQuery("b", "", "", "rare", null, null, false), null, 10).packets()).isEmpty();

        assertThat(dead.countSome(rare)).isEqualTo(new DeadPackets.Count(0, false));
        assertThat(dead.countSome(DeadQuery.ofTarget("b"))).isEqualTo(new DeadPackets.Count(DeadPackets.LOOK, false));
        assertThat(dead.count(rare)).isEqualTo(2);
    }

    @Test
    void allDeadPacketsAreListedPageByPage() {
        append(25, _ -> new NewPacket.Fate.End(Outcome.DEAD, "no"), "a", "b");
        var dead = ledger.deadPackets();

        var first = dead.list(DeadQuery.ALL, null, 30);
        var second = dead.list(DeadQuery.ALL, first.next().orElseThrow(), 30);

        assertThat(first.packets()).hasSize(30).extracting(p -> p.id().target()).startsWith("a").endsWith("b");
        assertThat(second.packets()).hasSize(20).doesNotContainAnyElementsOf(first.packets());
        assertThat(second.next()).isEmpty();
        assertThat(dead.countSome(DeadQuery.ALL)).isEqualTo(new DeadPackets.Count(50, true));
    }

    @Test
    void aRareBlockedPacketIsFoundByThePageThatGetsThere() {
        append(BlockedPackets.LOOK, _ -> new NewPacket.Fate.End(Outcome.BLOCKED, "rule 13"), "a");
        append(1, _ -> new NewPacket.Fate.End(Outcome.BLOCKED, "rule 13"), "b");
        var ofB = BlockedQuery.ofTarget("b");

        var first = ledger.blockedPackets().list(ofB, null, 10);
        var second = ledger.blockedPackets().list(ofB, first.next().orElseThrow(), 10);

        assertThat(first.packets()).isEmpty();
        assertThat(second.packets()).hasSize(1);
        assertThat(second.next()).isEmpty();
        assertThat(ledger.blockedPackets().count(ofB, 10)).isEqualTo(1);
    }

    /** So many events with a packet for each of the targets. */
    private void append(int events, IntFunction<NewPacket.Fate> fate, String... targets) {
        for (int from = 0; from < events; from += CHUNK) {
            int count = Math.min(CHUNK, events - from);
            int start = from;
            var numbers = ledger.draw(count);
            ledger.append(numbers, IntStream.range(0, count).mapToObj(i -> event(fate.apply(start + i), targets))
                    .toList());
        }
    }

    private NewEvent event(NewPacket.Fate fate, String... targets) {
        var packets = List.of(targets).stream().map(target -> new NewPacket(ledger.target(target, "C"), target, 0, "k",
                Packet.Form.FIELDS, Map.of(), ExactJson.write(Map.of()), 0, Governed.NONE, fate)).toList();
        return new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], packets);
    }
}
