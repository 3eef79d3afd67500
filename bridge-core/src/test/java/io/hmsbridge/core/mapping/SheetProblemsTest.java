package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a sheet is told with its place, in plain words, and all at once. */
class SheetProblemsTest {

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(SheetFixture.problems("""
                source_event: policy.per_*
                whne: data.x
                targets:
                  payroll:
                    conector: P
                    when: data.x =
                    map:
                      a..b: x
                      c: y
                      d: y
                    convert: {z: {scale: 2}, y: {type: nubmer}}
                """).lines()).hasSize(8).satisfies(lines -> assertThat(String.join("\n", lines)).contains(
                "sheet.yaml:1:15: a star stands for whole words",
                "sheet.yaml:2:1: unknown key `whne`. Did you mean `when`?",
                "sheet.yaml:5:5: unknown key `conector`. Did you mean `connector`?",
                "sheet.yaml:6:", "the expression of `when` cannot be used",
                "sheet.yaml:8:7: the path `a..b` has an empty step",
                "sheet.yaml:10:10: `y` already gets its value from `c`. Map each field of a target once.",
                "`convert` names `z`, which this target does not have",
                "`type` must be one of text, number, integer, boolean, date, datetime. Did you mean `number`?"));
    }

    @Test
    void whatBelongsToATargetIsToldWhereItStandsForAll() {
        assertThat(
                SheetFixture.problems("source_event: a.b\ncoalesce: true\ntargets: {t: {connector: C, map: {a: x}}}"))
                .isEqualTo("sheet.yaml:2:1: `coalesce` belongs to a target, not to the whole sheet."
                        + " Write it below the target.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            map: {a: __proto__}                       | sheet.yaml:5:14: the field `__proto__` is a name that no field may have
            map: {a: x.constructor.y}                 | is a name that no field may have
            map: {a: "a..b"}                          | the field `a..b` has an empty step
            map: {a: "a[x]"}                          | needs `[*]` or the number of an element
            map: {a: "`a"}                            | has a backtick without its second one
            map: {a: "a[*].b[*]"}                     | has more than one `[*]`
            map: {a: x, b: x.y}                       | `x.y` already gets its value from `a`
            map: {a: x}\\nset: {x: "1"}               | sheet.yaml:6:11: `x` already gets its value from `a`
            map: {a: x}\\nset: {y: "1 +"}             | the expression of `y` cannot be used
            map: {a: x}\\nset: {y: dat.rate}          | warning: `dat` is not one of an event's attributes
            map: {a: x}\\nset: {y: rate}              | Did you mean `data.rate`?
            map: {a: x}\\nset: {y: item.z}            | `item` is only there for a target with `for_each`
            map: {a: x}\\nset: {y: $uppercas(type)}   | there is no $uppercas; did you mean $uppercase?
            map: {a: x}\\nmissing: {a: ded}           | Did you mean `dead`?
            map: {a: x}\\nmissing: {b: dead}          | `missing` names `b`, which this target does not have
            map: {a: x}\\nlookup: {x: t}              | there is no lookup table t
            map: {a: x}\\nconvert: {x: {type: date, from: "bb"}} | sheet.yaml:6:31: this is not a pattern for dates
            map: {a: x}\\nconvert: {x: {type: date, from: pdM}} | sheet.yaml:6:31: this is not a pattern for dates
            map: {a: x}\\nconvert: {x: {zone: Moon}}  | `zone` belongs to `type: date`
            map: {a: x}\\nconvert: {x: {type: date, zone: Amerika/New_York}} | Did you mean `America/New_York`?
            map: {a: x}\\nconvert: {x: {unit: {from: mi, to: kg}}} | mi and kg do not measure the same
            map: {a: x}\\nconvert: {x: {rounding: UP}} | `rounding` needs a `scale`
            map: {a: x}\\nconvert: {x: {pad: "00", width: 3}} | `pad` must be one character
            map: {a: x}\\nform: json_patch\\nset: {"l[*].y": "1"} | a JSON Patch cannot spread `l[*].y`
            map: {a: x}\\nmax_parts: 3                | `max_parts` needs a `for_each`
            map: {a: x}\\nwindows: office-hours      | `windows` belongs to the target, not to a sheet
            map: {a: x}\\neffective_at: data.from   | `effective_at` belongs to the whole sheet, not to a target. Write it beside `source_event`.
            map: {a: x}\\nlimits: {}                  | `limits` belongs to the target, not to a sheet
            map: {a: x}\\non_dead: holt               | sheet.yaml:6:14: `on_dead` must be one of skip, hold. Did you mean `hold`?
            map: {a: x}\\norder: kye                  | Did you mean `key`?
            map: {a: x}\\nretry: {first: 5}           | `first` must be a duration
            map: {a: x}\\nretry: {first: 0s}          | `first` must be longer than nothing
            map: {a: x}\\nretry: {first: 5m, cap: 5s} | sheet.yaml:6:29: `cap` must not be shorter than `first`
            map: {a: x}\\nretry: {tries: 0}           | `tries` must be between 1 and 1000000
            map: {a: x}\\nretry: {trise: 1}           | unknown key `trise`. Did you mean `tries`?
            map: {a: x}\\nform: json_patch\\non_dead: skip | sheet.yaml:7:14: no JSON Patch may be left out
            map: {a: x}\\ndeliver_by: "25:00"         | `25:00` is no time of day. Write 18:00, MON-FRI 18:00
            map: {a: x}\\ndeliver_by: XYZ 18:00       | `XYZ 18:00` is no time of day
            map: {a: x}\\ndeliver_by: 0s              | `deliver_by` must be longer than nothing
            map: {a: x}\\ncoalesce: 5s                | `coalesce` must be one of true, false
            map: {a: x}\\ncoalesce: true\\norder: none | `coalesce` folds what waits for one key, and needs `order: key`
            map: {a: x}\\ncoalesce: true\\nform: json_patch | no JSON Patch may be left out: they are not coalesced
            set: {a: "1"}                             | without `map` nothing would ever be sent to t
            map: {}                                   | `map` of target t maps no field
            when: true                                | `map` is missing
            """)
    void whatASheetSaysOfATargetMustMakeSense(String lines, String problem) {
        assertThat(SheetFixture.problemsOfTarget(lines.replace("\\n", "\n"))).contains(problem);
    }

    @Test
    void aZoneThatDoesNotExistIsRefusedWithTheNextOne() {
        assertThat(SheetFixture.problems("""
                source_event: a.b
                zone: America/NewYork
                targets: {t: {map: {a: x}}}
                """)).startsWith("sheet.yaml:2:7:").contains("America/NewYork", "Did you mean `America/New_York`?");
    }

    @Test
    void anErrorInAnExpressionIsShownWhereItIs() {
        assertThat(SheetFixture.problems("""
                source_event: a.b
                when: "data.status = 'x' and $eval('1')"
                targets: {t: {map: {a: x}}}
                """)).startsWith("sheet.yaml:2:34:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            t: gone.csv                        | there is no lookup file gone.csv
            t: ../secret.csv                   | must lie in the sheet's folder
            t: /etc/passwd                     | must lie in the sheet's folder
            t: [a]                             | a lookup table is a map
            """)
    void aLookupFileMustBeThere(String table, String problem) {
        assertThat(
                SheetFixture.problems("source_event: a\nlookups: {" + table.strip() + "}\ntargets: {t: {map: {a: x}}}"))
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            code,name\\nA,1\\nA,2              | line 3 of t.csv has a key that an earlier line has too
            code,code\\nA,1                    | is not a CSV file with a line of column names
            """)
    void aLookupFileMustBeSound(String csv, String problem) {
        var reading = SheetReader.read("sheet.yaml",
                SheetFixture.bytes("source_event: a\nlookups: {t: t.csv}\ntargets: {t: {map: {a: x}}}"),
                _ -> java.util.Optional.of(SheetFixture.bytes(csv.replace("\\n", "\n"))));

        assertThat(reading.problems().toString()).contains(problem);
    }
}
