package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Event;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which packets a sheet makes of one event, and under which keys. */
class PartsTest {

    private static final String GRADES = """
            for_each: data.grades
            key: item.grade
            map: {item.grade: grade, item.new_rate: rate, policy: policy}
            set: {place: index + 1}""";

    @Test
    void eachElementMakesAPacketOfItsOwn() {
        assertThat(SheetFixture.target(GRADES)
                .all("""
                {"policy": "pd", "grades": [{"grade": "A", "old_rate": 1, "new_rate": 2}, {"grade": "B", "new_rate": 3}]}"""))
                .containsExactly("1 A {\"grade\":\"A\",\"rate\":2,\"policy\":\"pd\",\"place\":1}",
                        "2 B {\"grade\":\"B\",\"rate\":3,\"policy\":\"pd\",\"place\":2}");
    }

    @Test
    void noElementIsRecordedAndNotForgotten() {
        assertThat(SheetFixture.target(GRADES).all("{\"grades\": []}"))
                .containsExactly("0 a.b unchanged: `for_each` found no element");
    }

    @Test
    void tooManyElementsEndDeadAsAWhole() {
        assertThat(SheetFixture.target("for_each: data.x\nmax_parts: 2\nmap: {item: v}").all("{\"x\": [1,2,3]}"))
                .containsExactly("0 a.b dead: sheet.yaml:5: `for_each` found 3 elements, and makes at most 2 packets;"
                        + " raise `max_parts` if that is meant");
    }

    @Test
    void anElementThatCannotBeMappedHarmsNoOther() {
        assertThat(SheetFixture.target("for_each: data.x\nmap: {item: v}\nconvert: {v: {type: integer}}")
                .all("{\"x\": [1,\"b\",3]}")).containsExactly("1 a.b {\"v\":1}",
                        "2 a.b dead: sheet.yaml:6: the value cannot be converted: it is not a number",
                        "3 a.b {\"v\":3}");
    }

    @Test
    void theKeyIsTheTargetsElseTheSheetsElseTheSubjectElseTheType() {
        var sheet = SheetFixture.of("""
                source_event: a.b
                key: data.id
                targets:
                  own: {key: data.own, map: {v: v}}
                  usual: {map: {v: v}}
                """);

        assertThat(sheet.all("{\"v\": 1, \"id\": 12345678901234567890, \"own\": 1.50}"))
                .containsExactly("0 1.50 {\"v\":1}", "0 12345678901234567890 {\"v\":1}");
        assertThat(sheet.all("{\"v\": 1, \"own\": \"\"}")).containsExactly("0 a.b {\"v\":1}", "0 a.b {\"v\":1}");
        assertThat(sheet.map(new Event("1", "/s", "a.b", "subject", Instant.EPOCH, Map.of("v", 1), Map.of())))
                .extracting(Mapped::key).containsExactly("subject", "subject");
        assertThat(sheet.all("{\"v\": 1, \"id\": {}}").getFirst())
                .contains("dead: sheet.yaml:2: `key` must come to one value");
    }

    @Test
    void conditionsChooseEventsAndTargets() {
        var sheet = SheetFixture.of("""
                source_event: a.b
                when: data.status = 'approved'
                targets:
                  all: {map: {v: v}}
                  large: {when: data.v > 10, map: {v: v}}
                """);

        assertThat(sheet.all("{\"status\": \"draft\", \"v\": 11}")).isEmpty();
        assertThat(sheet.all("{\"status\": \"approved\", \"v\": 11}")).hasSize(2);
        assertThat(sheet.all("{\"status\": \"approved\", \"v\": 9}")).hasSize(1);
    }

    @Test
    void aConditionThatFailsLeavesAPacketForEveryTargetThatMayHaveBeenMeant() {
        var sheet = SheetFixture.of("""
                source_event: a.b
                when: data.v + 1 > 2
                targets:
                  one: {map: {v: v}}
                  two: {map: {v: v}}
                """);

        assertThat(sheet.all("{\"v\": \"secret\"}")).hasSize(2).allSatisfy(
                text -> assertThat(text).startsWith("0 a.b dead: sheet.yaml:2: the expression failed")
                        .doesNotContain("secret"));
        assertThat(SheetFixture.target("when: data.v\nmap: {v: v}").all("{\"v\": \"yes\"}"))
                .containsExactly("0 a.b dead: sheet.yaml:5: `when` must come to true or false, not to another value");
    }
}
