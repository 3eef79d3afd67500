package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an event is a change, and how it is told. */
class DeltaTest {

    @Test
    void onlyWhatChangedIsSent() {
        var sheet = SheetFixture.target("map: {new_rate: rate, new_name: name, id: id}");

        assertThat(sheet.one("{\"old_rate\":62,\"new_rate\":68,\"old_name\":\"a\",\"new_name\":\"a\",\"id\":7}"))
                .isEqualTo("{\"rate\":68,\"id\":7}");
    }

    @Test
    void aChangeThatTheTargetCannotSeeIsNone() {
        var sheet = SheetFixture.target("map: {new_rate: rate}\nconvert: {rate: {scale: 0}}");

        assertThat(sheet.one("{\"old_rate\":62.1,\"new_rate\":62.2}"))
                .isEqualTo("unchanged: the event changes none of the fields");
    }

    @Test
    void envelopesOfDebeziumTellOldFromNew() {
        var sheet = SheetFixture.target("map: {after.rate: rate, after.name: name, after.note: note}");

        assertThat(sheet
                .one("""
                {"op":"u","before":{"rate":1,"name":"a"},"after":{"rate":2,"name":"a","note":"__debezium_unavailable_value"}}"""))
                .isEqualTo("{\"rate\":2}");
        assertThat(sheet.one("{\"op\":\"c\",\"before\":null,\"after\":{\"rate\":2,\"name\":\"a\"}}"))
                .isEqualTo("{\"rate\":2,\"name\":\"a\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"before":{"a":1,"o":{"x":1,"y":2}},"after":{"a":1,"o":{"x":1,"y":3}}} | {"o":{"y":3}}
            {"before":{"a":1,"o":{"x":1,"y":2}},"after":{"a":1,"o":{"x":1}}}       | {"o":{"y":null}}
            {"before":{"a":1},"after":{}}                                          | {"a":null}
            {"before":{"a":1},"after":{"a":null}}                                  | {"a":null}
            {"before":{},"after":{"o":{"x":1}}}                                    | {"o":{"x":1}}
            """)
    void aMergePatchSaysWhatIsGone(String data, String patch) {
        assertThat(SheetFixture.target("form: merge_patch\nmap: {after.a: a, after.o: o}").one(data)).isEqualTo(patch);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"before":{"a":1},"after":{"a":2}}             | [{"op":"replace","path":"/x/a~1b","value":2}]
            {"before":{"a":1},"after":{}}                  | [{"op":"remove","path":"/x/a~1b"}]
            {"before":{"a":1},"after":{"a":null}}          | [{"op":"replace","path":"/x/a~1b","value":null}]
            {"after":{"a":2}}                              | [{"op":"add","path":"/x/a~1b","value":2}]
            {"before":{"a":{"p":1,"q":2}},"after":{"a":{"p":1,"r":3}}} | \
            [{"op":"remove","path":"/x/a~1b/q"},{"op":"add","path":"/x/a~1b/r","value":3}]
            """)
    void aJsonPatchSaysWhatToDo(String data, String patch) {
        assertThat(SheetFixture.target("form: json_patch\nmap: {after.a: x.a/b}").one(data)).isEqualTo(patch);
    }

    @Test
    void fieldsThatAreGoneFollowTheirPolicyWhereTheFormCannotSaySo() {
        assertThat(SheetFixture.target("map: {after.a: a, after.b: b}\nmissing: {after.a: null}")
                .one("{\"before\":{\"a\":1,\"b\":1},\"after\":{\"b\":2}}")).isEqualTo("{\"a\":null,\"b\":2}");
    }
}
