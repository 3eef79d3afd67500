package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sheets an event meets. */
class SheetsTest {

    @ParameterizedTest
    @CsvSource({"policy.rate, policy.rate, true", "policy.*, policy.rate, true", "policy.*, policy, false",
        "policy.*, policy.rate.updated, false", "policy.**, policy.rate.updated, true", "policy.**, policy, false",
        "**, a, true", "**, a.b.c, true", "*.b.**.d, a.b.c.c.d, true", "*.b.**.d, a.b.d, false", "a.b, a.B, false"})
    void aPatternMatchesWholeWords(String pattern, String type, boolean matches) {
        assertThat(sheets(sheet("s.yaml", pattern, "t", 1)).map(event(type))).hasSize(matches ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"a.b, a.b, true", "a.*, *.b, true", "a.**, a.b.c, true", "a.**, **.z, true", "a.*, a, false",
        "**, x, true",
        "a.*.c, a.**, true", "a.b, a.c, false", "a.*.c, a.*.d, false"})
    void patternsOverlapIfOneTypeMatchesBoth(String one, String other, boolean overlap) {
        assertThat(EventPattern.of(one).overlaps(EventPattern.of(other))).isEqualTo(overlap);
        assertThat(EventPattern.of(other).overlaps(EventPattern.of(one))).isEqualTo(overlap);
    }

    @Test
    void severalSheetsMayMatchOneEventInTheOrderOfTheirNames() {
        var sheets = sheets(sheet("a.yaml", "x.*", "one", 1), sheet("b.yaml", "x.y", "two", 2),
                sheet("c.yaml", "**", "three", 3), sheet("d.yaml", "z", "four", 4));

        assertThat(sheets.map(event("x.y"))).extracting(Mapped::targetName).containsExactly("one", "two", "three");
        assertThat(sheets.map(event("x.y"))).extracting(Mapped::sheet).containsExactly(1, 2, 3);
    }

    @Test
    void aSheetThatMatchesTwiceMapsOnce() {
        var sheet = live("a.yaml", "source_event: [x.*, x.y]\ntargets: {t: {map: {v: v}}}", 1, 1);

        assertThat(sheets(sheet).map(event("x.y"))).hasSize(1);
    }

    @Test
    void theSecondOfTwoSheetsWithOneTargetLeavesADeadPacketOfItsOwn() {
        var mapped = sheets(sheet("a.yaml", "x.*", "same", 7), sheet("b.yaml", "x.y", "same", 7)).map(event("x.y"));

        assertThat(mapped).extracting(Mapped::part).containsExactly(0, 1);
        assertThat(mapped.getFirst().result()).isInstanceOf(Mapped.Result.Content.class);
        assertThat(SheetFixture.text(mapped.getLast().result()))
                .isEqualTo("dead: another sheet maps this event to same too; let one of them have it");
    }

    @Test
    void aThousandSheetsAreNotAllAsked() {
        var all = IntStream.range(0, 1_000).mapToObj(i -> sheet("s" + i, "type" + i + ".*", "t" + i, i)).toList();
        var tree = new PatternTree<LiveSheet>();
        all.forEach(sheet -> sheet.sheet().events().forEach(pattern -> tree.add(pattern, sheet)));

        assertThat(new Sheets(all).map(event("type500.x"))).singleElement()
                .satisfies(m -> assertThat(m.targetName()).isEqualTo("t500"));
        assertThat(new Sheets(all).map(event("x.".repeat(400) + "x"))).isEmpty();
    }

    private static Event event(String type) {
        return new Event("1", "/s", type, "", Instant.EPOCH, Map.of("v", 1), Map.of());
    }

    private static Sheets sheets(LiveSheet... sheets) {
        return new Sheets(List.of(sheets));
    }

    private static LiveSheet sheet(String name, String pattern, String target, int number) {
        return live(name, "source_event: \"" + pattern + "\"\ntargets: {" + target + ": {map: {v: v}}}", number,
                number);
    }

    private static LiveSheet live(String name, String yaml, int number, int target) {
        var reading = SheetReader.read(name, SheetFixture.bytes(yaml), _ -> Optional.empty());
        assertThat(reading.problems()).isEmpty();
        return new LiveSheet(reading.draft(), number, Instant.EPOCH, List.of(target));
    }
}
