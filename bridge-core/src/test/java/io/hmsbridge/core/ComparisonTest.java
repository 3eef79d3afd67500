package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.Comparison.Kind;
import io.hmsbridge.core.Comparison.Tally;
import io.hmsbridge.core.governance.Governance;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.mapping.SheetReader;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.TestDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes otherwise if one sheet takes the place of another, over events that the ledger has. */
class ComparisonTest {

    private static final String OLD = sheet("payroll: {map: {rate: dailyRate, who: who}}");

    private static Bridge bridge;
    private static long first;

    @BeforeAll
    static void recordEvents(@TempDir Path mappings) {
        TestDatabase.clear();
        Governance masking = (_, _, payload) -> new Governance.Verdict.Pass(
                payload.containsKey("who") ? Map.of("dailyRate", payload.get("dailyRate"), "who", "***") : payload);
        bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(mappings).connector(new ObedientConnector("PayrollConnector")).governance(masking).open();
        first = bridge.emit(List.of(
                event("/hr", Map.of("rate", 68L, "who", "Ada")),
                event("/hr", Map.of("rate", new BigDecimal("68.00"), "who", "Bob")),
                event("/hr", Map.of("note", "none of the fields")),
                event("/finance", Map.of("rate", 5L, "grades", List.of(1L, 2L))),
                Event.of("other", Map.of("rate", 1L)))).getFirst().number();
    }

    @AfterAll
    static void close() {
        bridge.close();
    }

    @Test
    void packetsThatStayAreCountedAndThoseThatChangeAreShownFieldByField() {
        var fresh = sheet("payroll: {map: {rate: dailyRate, who: who}, convert: {dailyRate: {scale: 2}}}");

        var comparison = compare(OLD, fresh);

        assertThat(comparison.changes()).isEqualTo("payroll: ~dailyRate");
        assertThat(comparison.events()).isEqualTo(5);
        assertThat(comparison.mapped()).isEqualTo(3);
        assertThat(comparison.targets()).isEqualTo(Map.of("payroll", new Tally(1, 2, 0, 0)));
        assertThat(comparison.differences()).extracting(d -> d.packet().event() - first, Comparison.Difference::lines)
                .containsExactly(tuple(0L, List.of("- dailyRate: 68", "+ dailyRate: 68.00")),
                        tuple(3L, List.of("- dailyRate: 5", "+ dailyRate: 5.00")));
        assertThat(comparison.after()).isEmpty();
    }

    @Test
    void governanceDecidesFirstSoThatNoValueIsShownThatATargetMayNotHave() {
        var comparison = compare(sheet("payroll: {map: {who: who}, set: {dailyRate: data.rate}}"),
                sheet("payroll: {map: {who: who}, set: {dailyRate: data.rate + 1}}"));

        assertThat(comparison.differences()).isNotEmpty()
                .allSatisfy(d -> assertThat(d.toString()).contains("***"))
                .allSatisfy(d -> assertThat(d.fresh().orElseThrow().content().toString() + d.lines())
                        .doesNotContain("Ada", "Bob"));
    }

    @Test
    void packetsComeAndGoAndChangeTheirKeyOrTheirFate() {
        var added = compare(OLD,
                sheet("payroll: {map: {rate: dailyRate, who: who}}\n  gis: {connector: X, map: {rate: r}}"));
        var parts = compare(sheet("gis: {for_each: data.grades, map: {rate: r}, set: {n: item}}"),
                sheet("gis: {for_each: '[data.grades[0]]', map: {rate: r}, set: {n: item}}"));
        var keyed = compare(OLD, sheet("payroll: {key: data.who, map: {rate: dailyRate, who: who}}"));
        var dead = compare(OLD, sheet("payroll: {map: {rate: dailyRate, who: who}, convert: {who: {type: integer}}}"));
        var shadow = compare(OLD, sheet("payroll: {mode: shadow, map: {rate: dailyRate, who: who}}"));

        assertThat(added.targets()).containsEntry("payroll", new Tally(3, 0, 0, 0))
                .containsEntry("gis", new Tally(0, 0, 3, 0));
        assertThat(added.differences().getFirst().lines()).containsExactly("+ r: 68");
        assertThat(parts.targets()).isEqualTo(Map.of("gis", new Tally(1, 0, 0, 1)));
        assertThat(parts.differences()).singleElement().satisfies(d -> {
            assertThat(d.kind()).isEqualTo(Kind.REMOVED);
            assertThat(d.packet().text()).isEqualTo("pkt-" + (first + 3) + ".2");
            assertThat(d.lines()).containsExactly("- r: 5", "- n: 2");
        });
        assertThat(keyed.differences().getFirst().lines())
                .containsExactly("- its key: \"rate.changed\"", "+ its key: \"Ada\"");
        assertThat(dead.differences().getFirst().lines()).contains("- its state: \"QUEUED\"",
                "+ its state: \"DEAD: new:3: the value cannot be converted: it is not a number\"", "- dailyRate: 68");
        assertThat(shadow.differences().getFirst().lines())
                .containsExactly("- its state: \"QUEUED\"", "+ its state: \"SHADOW\"");
    }

    @Test
    void sheetsThatSayTheSameChangeNothing() {
        var comparison = compare(OLD, "# the same\n" + OLD);

        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.targets()).isEqualTo(Map.of("payroll", new Tally(3, 0, 0, 0)));
        assertThat(comparison.differences()).isEmpty();
        assertThat(bridge.packets(PacketQuery.latest(10))).as("nothing is made for good").isEmpty();
    }

    @Test
    void nothingIsToldOfSourcesAndTargetsOutOfReachAndNoMoreThanIsAskedFor() {
        var two = sheet("payroll: {map: {rate: dailyRate, who: who}}\n  gis: {connector: X, map: {rate: r}}");

        assertThat(compare(OLD, two, all(), source -> source.equals("/finance"), _ -> true, 9))
                .extracting(Comparison::events, Comparison::targets)
                .containsExactly(1L, Map.of("payroll", new Tally(1, 0, 0, 0), "gis", new Tally(0, 0, 1, 0)));
        var payroll = compare(OLD, two, all(), _ -> true, target -> target.equals("payroll"), 9);
        assertThat(payroll.targets()).isEqualTo(Map.of("payroll", new Tally(3, 0, 0, 0)));
        assertThat(payroll.differences()).isEmpty();
        assertThat(compare(OLD, two, all(), _ -> true, _ -> true, 1).differences()).hasSize(1);
        assertThat(compare(OLD, two, new Span(first + 1, first + 2), _ -> true, _ -> true, 9).events()).isEqualTo(2);
    }

    @Test
    void aVersionThatTheLedgerDoesNotHaveIsNone() {
        assertThat(bridge.sheet("0123456789ab")).isEmpty();
    }

    private static Event event(String source, Map<String, Object> data) {
        return new Event(UUID.randomUUID().toString(), source, "rate.changed", "", Instant.now(), data, Map.of());
    }

    private static String sheet(String targets) {
        return "source_event: rate.changed\ntargets:\n  " + targets + "\n";
    }

    private static Span all() {
        return new Span(first, first + 4);
    }

    private static Comparison compare(String old, String fresh) {
        return compare(old, fresh, all(), _ -> true, _ -> true, 9);
    }

    private static Comparison compare(String old, String fresh, Span numbers, Predicate<String> sources,
            Predicate<String> targets, int limit) {
        var now = Instant.now();
        return bridge.compare(read("old", old), read("new", fresh), new Comparison.Query(numbers,
                now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), sources, targets, limit));
    }

    private static SheetReader.Reading read(String name, String sheet) {
        var reading = SheetReader.read(name, sheet.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.problems()).isEmpty();
        return reading;
    }
}
