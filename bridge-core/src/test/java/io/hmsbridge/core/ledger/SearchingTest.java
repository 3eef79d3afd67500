package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.support.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SearchingTest extends LedgerFixture {

    private static final List<String> TARGETS = List.of("a", "b", "c");
    private static final List<String> TYPES = List.of("rate.updated", "person.moved");
    private static final List<Outcome> ENDS = List.of(Outcome.SENT, Outcome.UNCHANGED, Outcome.BLOCKED, Outcome.DEAD,
            Outcome.DISCARDED, Outcome.SUPERSEDED);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void allThatIsMeantIsFoundOnceTheNewestFirstAndNothingElse() {
        for (int i = 0; i < 150; i++) {
            append(ledger, event());
        }
        TestDatabase.execute("set search_path = hms_bridge;"
                + " update outbox set state = 1, due_at = now() where event % 7 = 1 and state = 0;"
                + " update outbox set state = 2 where event % 7 = 2 and state = 0;"
                + " update outbox set sequence = sequence + 1000000 where event % 5 = 1");
        var all = ledger.packets(PacketQuery.latest(10_000));

        for (int i = 0; i < 60; i++) {
            var search = search();
            assertThat(found(search, TARGETS.size() + random.nextInt(20))).as("seed %d: %s", seed, search)
                    .isEqualTo(all.stream().filter(meant(search)).toList());
        }
    }

    @Test
    void whatIsRareIsFoundByTheIndexOfItsKeyItsTypeOrItsEnd() throws SQLException {
        append("k");
        TestDatabase.execute("set search_path = hms_bridge; select extend_ledger(100000);"
                + " insert into event (id, source, ext_id, type, subject, time, data, matched, stream, batch)"
                + " select n, 's', n::text, case n when 5000 then 'rare.type' else 'a.b' end, '', now(), '{}', 1, 1, 1"
                + " from generate_series(1001, 61000) n;"
                + " insert into packet (event, target, part, rev, sequence, key, form, sheet, policy, content, stream, batch)"
                + " select n, 1, 0, 0, n, case n when 5000 then 'rare' else 'k' || n % 100 end, 0, 1, 0, '{}', 1, 1"
                + " from generate_series(1001, 61000) n;"
                + " insert into delivery (event, target, part, rev, try, epoch, outcome, ms, detail, stream, batch)"
                + " select n, 1, 0, 0, 1, 1, case n when 5000 then 15 else 10 end, 1, '', 1, 1"
                + " from generate_series(1001, 61000) n");
        TestDatabase.execute("vacuum analyze hms_bridge.packet");
        TestDatabase.execute("vacuum analyze hms_bridge.event");
        TestDatabase.execute("vacuum analyze hms_bridge.delivery");

        var ofKey = new PacketSearch("", "", "rare", PacketSearch.ALL.states(), null, null);
        var ofType = new PacketSearch("", "rare.type", "", PacketSearch.ALL.states(), null, null);
        var ofState = new PacketSearch("", "", "", Set.of(PacketState.SUPERSEDED), null, null);
        for (var search : List.of(ofKey, ofType, ofState)) {
            assertThat(found(search, 10)).as("%s", search).extracting(p -> p.id().event()).containsExactly(5000L);
        }
        assertThat(TestDatabase.plan(any(Sql.SEARCH_KEY).replace(":key", "'rare'").replace(":type", "''")
                .replace(":anyEvent", "true"))).containsAnyOf(brin("packet_0"));
        assertThat(TestDatabase.plan(any(Sql.SEARCH).replace(":type", "'rare.type'"))).containsAnyOf(brin("event_0"));
        assertThat(TestDatabase.plan(any(Sql.SEARCH_ENDED).replace(":type", "''").replace(":outcomes", "'{15}'")))
                .contains("delivery_0_outcome_event_idx");
    }

    private static String any(Sql statement) {
        return statement.text().replace(":low", "1").replace(":high", "61000").replace(":limit", "11")
                .replace(":from", "'epoch'").replace(":to", "null").replace(":target", "0");
    }

    @Test
    void aSearchForNothingIsRefused() {
        assertThatThrownBy(() -> new PacketSearch("", "", "", Set.of(), null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PacketSearch("", "", "", PacketSearch.ALL.states(), Instant.EPOCH, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(found(PacketSearch.ALL, 5)).isEmpty();
    }

    private List<PacketView> found(PacketSearch search, int limit) {
        var found = new ArrayList<PacketView>();
        long before = Long.MAX_VALUE;
        for (;;) {
            var page = ledger.search(search, before, limit);
            assertThat(page.packets()).as("seed %d", seed).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.packets());
            if (page.next().isEmpty()) {
                return found;
            }
            assertThat(page.next().get()).as("seed %d", seed).isLessThan(before);
            before = page.next().get();
        }
    }

    private PacketSearch search() {
        var states = EnumSet.allOf(PacketState.class);
        if (random.nextBoolean()) {
            states.removeIf(_ -> random.nextInt(3) > 0);
            states.add(PacketState.values()[random.nextInt(PacketState.values().length)]);
        }
        var from = random.nextInt(4) > 0 ? null : Instant.now().minusMillis(random.nextInt(500));
        return new PacketSearch(perhaps(random.nextInt(5) == 0 ? "nobody" : any(TARGETS)), perhaps(any(TYPES)),
                perhaps("k" + random.nextInt(6)), states, from,
                from == null || random.nextBoolean() ? null : from.plus(Duration.ofMillis(200)));
    }

    private static Predicate<PacketView> meant(PacketSearch search) {
        return packet -> (search.target().isEmpty() || packet.id().target().equals(search.target()))
                && (search.type().isEmpty() || packet.type().equals(search.type()))
                && (search.key().isEmpty() || packet.key().equals(search.key()))
                && search.states().contains(packet.state())
                && (search.from() == null || !packet.acceptedAt().isBefore(search.from()))
                && (search.to() == null || packet.acceptedAt().isBefore(search.to()));
    }

    private String perhaps(String text) {
        return random.nextBoolean() ? text : "";
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private NewEvent event() {
        var key = "k" + random.nextInt(5);
        var packets = TARGETS.stream().filter(_ -> random.nextInt(3) > 0)
                .map(target -> new NewPacket(ledger.target(target, "C"), target, 0, key, Packet.Form.FIELDS, Map.of(),
                        ExactJson.write(Map.of()), 0, Governed.NONE, fate()))
                .toList();
        return new NewEvent(Event.of(any(TYPES), Map.of()), ExactJson.write(Map.of()), new byte[32], packets);
    }

    private NewPacket.Fate fate() {
        return switch (random.nextInt(4)) {
            case 0 -> new NewPacket.Fate.Schedule(Instant.now().plus(Duration.ofDays(1)));
            case 1, 2 -> new NewPacket.Fate.End(any(ENDS), "");
            default -> new NewPacket.Fate.Queue();
        };
    }

    private static String[] brin(String table) throws SQLException {
        return TestDatabase.query("select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid"
                + " join pg_am a on a.oid = c.relam where a.amname = 'brin'"
                + " and i.indrelid = 'hms_bridge." + table + "'::regclass").toArray(String[]::new);
    }
}
