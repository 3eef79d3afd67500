package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sheet makes of single fields. */
class FieldsTest {

    @Test
    void thePlainFormWorksAsWritten() {
        var sheet = SheetFixture.target("""
                map:
                  new_rate: dailyRate
                  region: where""");

        assertThat(sheet.one("{\"new_rate\": 68.00, \"old_rate\": 62, \"region\": null}"))
                .isEqualTo("{\"dailyRate\":68.00,\"where\":null}");
        assertThat(sheet.one("{\"new_rate\": 9223372036854775808}")).isEqualTo("{\"dailyRate\":9223372036854775808}");
        assertThat(sheet.one("{}")).isEqualTo("unchanged: the event has none of the fields");
        assertThat(sheet.one("{\"new_rate\": 68, \"old_rate\": 68.0}"))
                .isEqualTo("unchanged: the event changes none of the fields");
    }

    @Test
    void pathsLeadIntoMapsAndLists() {
        var sheet = SheetFixture.target("""
                map:
                  employee.name.last: person.surname
                  employee.phones[0]: person.phone
                  lines[*].amount: items[*].value
                  lines[*].code: items[*].code
                  "`a.b`": "`c.d`"
                  tags: [labels, copy.labels]""");

        assertThat(sheet.one("""
                {"employee": {"name": {"last": "Miller"}, "phones": ["1", "2"]},
                 "lines": [{"amount": 1.10, "code": "x"}, {"amount": 2}], "a.b": true, "tags": ["t"]}"""))
                .isEqualTo("""
                        {"person":{"surname":"Miller","phone":"1"},\
                        "items":[{"value":1.10,"code":"x"},{"value":2,"code":null}],"c.d":true,"labels":["t"],\
                        "copy":{"labels":["t"]}}""");
    }

    @Test
    void setAndConstantFieldsGoAlongAndMakeNoPacket() {
        var sheet = SheetFixture.target("""
                map: {new_rate: dailyRate}
                set:
                  label: "data.region & '-' & type"
                  weekly: "$exactMultiply(data.new_rate, 7)"
                  nothing: data.nowhere
                constants: {currency: USD, version: 2}""");

        assertThat(sheet.one("{\"new_rate\": 68.10, \"region\": \"EU\"}")).isEqualTo(
                "{\"dailyRate\":68.10,\"label\":\"EU-a.b\",\"weekly\":476.70,\"currency\":\"USD\",\"version\":2}");
        assertThat(sheet.one("{\"new_rate\": 68, \"old_rate\": 68}")).startsWith("unchanged");
    }

    @Test
    void withFullDeltaAPacketIsMadeForEveryEvent() {
        var sheet = SheetFixture.target("delta: full\nmap: {new_rate: r}\nset: {at: time}");

        assertThat(sheet.one("{\"new_rate\": 1, \"old_rate\": 1}"))
                .isEqualTo("{\"r\":1,\"at\":\"2026-11-24T10:00:00Z\"}");
        assertThat(SheetFixture.target("delta: full\nset: {text: \"'hello'\"}").one("{}"))
                .isEqualTo("{\"text\":\"hello\"}");
    }

    @Test
    void conversionsApplyInOrder() {
        var sheet = SheetFixture.target("""
                map: {rate: rate, name: name, day: day, at: at, miles: km, ok: ok, id: id}
                convert:
                  rate: {scale: 2, rounding: HALF_EVEN}
                  name: {trim: true, case: upper, width: 8}
                  day: {type: date, from: MM/dd/yyyy, to: yyyyMMdd}
                  at: {type: datetime, zone: America/New_York, to: "yyyy-MM-dd HH:mm"}
                  km: {unit: {from: mi, to: km}, scale: 1}
                  ok: {type: boolean}
                  id: {type: integer, width: 6, pad: "0"}""");

        assertThat(sheet.one("""
                {"rate": 2.345, "name": " miller ", "day": "12/07/2026", "at": "2026-12-07T17:00:00Z", "miles": 26.2,
                 "ok": "Y", "id": "42"}"""))
                .isEqualTo("""
                        {"rate":2.34,"name":"MILLER  ","day":"20261207","at":"2026-12-07 12:00","km":42.2,"ok":true,\
                        "id":"000042"}""");
    }

    @Test
    void whatCannotBeConvertedEndsDeadAndNamesItsLineButNotTheValue() {
        var sheet = SheetFixture.target("map:\n  ssn: number\nconvert: {number: {type: integer}}");

        assertThat(sheet.one("{\"ssn\": \"secret-123\"}"))
                .isEqualTo("dead: sheet.yaml:6: the value cannot be converted: it is not a number");
    }

    @Test
    void aTableStandsInTheSheetOrInACsvFile() {
        var sheet =
                SheetFixture.of("""
                source_event: a.b
                lookups:
                  grades: {7: GS-7, "9": GS-9}
                  units: units.csv
                  people: {file: people.csv, key: id}
                targets:
                  t:
                    map: {grade: grade, unit: unit, boss: boss, other: other}
                    lookup:
                      grade: grades
                      unit: units
                      boss: {table: people, missing: {default: nobody}}
                      other: {table: grades, missing: keep}
                    set: {name: "$table('people', data.boss).name"}
                """,
                        path -> Optional.ofNullable(Map
                                .of("units.csv", SheetFixture.bytes("\uFEFFcode,name\r\nA,Alpha\r\n"),
                                        "people.csv", SheetFixture.bytes("id,name,age\n1,\"Doe, Jane\",40\n"))
                                .get(path)));

        assertThat(sheet.one("{\"grade\": 7, \"unit\": \"A\", \"boss\": 1, \"other\": \"x\"}")).isEqualTo(
                """
                {"grade":"GS-7","unit":"Alpha","boss":{"name":"Doe, Jane","age":"40"},"other":"x","name":"Doe, Jane"}""");
        assertThat(sheet.one("{\"boss\": 2}")).isEqualTo("{\"boss\":\"nobody\"}");
        assertThat(sheet.one("{\"unit\": \"B\"}"))
                .isEqualTo("dead: sheet.yaml:8: the table units has no entry for the value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            omit            | {"b":1}
            null            | {"b":1,"a":null}
            {default: 5}    | {"b":1,"a":5}
            dead            | dead: sheet.yaml:5: the event has no value for it, and `missing` says dead
            """)
    void aMissingFieldIsTreatedAsItsPolicySays(String policy, String result) {
        var sheet = SheetFixture.target("map: {x: b, y: a}\nmissing: {y: " + policy + "}");

        assertThat(sheet.one("{\"x\": 1}")).isEqualTo(result.replace("{\"b\":1,\"a\"", "{\"b\":1,\"a\""));
    }

    @Test
    void aPolicyAloneMakesNoPacket() {
        assertThat(SheetFixture.target("map: {y: a}\nmissing: {y: {default: 5}}").one("{}")).startsWith("unchanged");
    }
}
