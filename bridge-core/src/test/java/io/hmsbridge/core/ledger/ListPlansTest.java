package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.support.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists read what they show, however much else there is. */
class ListPlansTest extends LedgerFixture {

    private static final int PACKETS = 500;

    @Test
    void packetsOfATargetAreFoundByItsOwnIndexAlsoIfItRarelyGetsAny() throws SQLException {
        append("k");
        int rare = ledger.target("rare", "C");
        int absent = ledger.target("absent", "C");
        execute("insert into hms_bridge.event select (json_populate_record(e, json_build_object('id', e.id + n))).*"
                + " from hms_bridge.event e, generate_series(1, %d) n".formatted(PACKETS));
        execute("insert into hms_bridge.packet select (json_populate_record(p, json_build_object('event', p.event + n, 'sequence',"
                + " p.sequence + n, 'target', case n when 1 then %d else p.target end))).*".formatted(rare)
                + " from hms_bridge.packet p, generate_series(1, %d) n".formatted(PACKETS));
        execute("analyze hms_bridge.packet");

        assertThat(ledger.packets(latestOf("rare"))).singleElement()
                .satisfies(packet -> assertThat(packet.id().target()).isEqualTo("rare"));
        assertThat(ledger.packets(latestOf("absent"))).isEmpty();
        assertThat(ledger.packets(latestOf("nobody"))).isEmpty();
        assertThat(ledger.packets(PacketQuery.latest(10))).hasSize(10).isSortedAccordingTo(
                (a, b) -> Long.compare(b.id().event(), a.id().event()));
        assertThat(absent).isNotEqualTo(rare);
        assertThat(plan(Sql.PACKETS, "rare"))
                .anySatisfy(line -> assertThat(line).contains("packet_0_target_event_idx"));
    }

    private static PacketQuery latestOf(String target) {
        return PacketQuery.latest(PACKETS).ofTarget(target);
    }

    /** As the pool has statements planned: whatever they are asked for, and whatever the statistics say. */
    private static List<String> plan(Sql statement, String target) throws SQLException {
        var text = statement.text().replace(":target", "$1").replace(":from", "$2").replace(":to", "$3")
                .replace(":limit", "$4");
        try (var connection =
                DriverManager.getConnection(TestDatabase.url(), TestDatabase.user(), TestDatabase.password());
                var session = connection.createStatement()) {
            for (var setting : List.of("enable_seqscan = off", "enable_hashjoin = off", "enable_mergejoin = off",
                    "plan_cache_mode = force_generic_plan", "search_path = hms_bridge")) {
                session.execute("set " + setting);
            }
            session.execute("prepare listing (text, bigint, bigint, int) as " + text);
            var lines = new ArrayList<String>();
            try (var rows =
                    session.executeQuery("explain (costs off) execute listing ('" + target + "', 0, 1000000, 50)")) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        }
    }
}
