package io.hmsbridge.plugins.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopybookLayoutTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PIC X(5)                              | E5     | C5F5404040",
        "PIC XXX JUSTIFIED RIGHT               | E5     | 40C5F5",
        "PIC 9(4)                              | 68     | F0F0F6F8",
        "PIC S9(3)V99                          | 68     | F0F6F8F0C0",
        "PIC S9(3)V9(2) DISPLAY                | -68.01 | F0F6F8F0D1",
        "PIC S9(3) SIGN IS LEADING             | -7     | D0F0F7",
        "PIC S9(3) SIGN TRAILING SEPARATE      | -7     | F0F0F760",
        "PIC S9(3) LEADING SEPARATE CHARACTER  | 7      | 4EF0F0F7",
        "PIC S9(5)V99 COMP-3                   | 68.50  | 0006850C",
        "PIC S9(5)V99 COMP-3                   | -68.50 | 0006850D",
        "PIC 9(5)V99 PACKED-DECIMAL            | 68.50  | 0006850F",
        "PIC S9(4) COMP-3                      | -1234  | 01234D",
        "PIC SV99 COMP-3                       | 0.25   | 025C",
        "PIC S9(4) COMP                        | -2     | FFFE",
        "PIC 9(4) BINARY                       | 9999   | 270F",
        "PIC S9(7)V99 COMP-4                   | 68.50  | 00001AC2",
        "PIC S9(18) USAGE IS BINARY            | -1     | FFFFFFFFFFFFFFFF",
        "PIC 9(18) USAGE COMP                  | 999999999999999999 | 0DE0B6B3A763FFFF"})
    void anItemIsWrittenAsCobolStoresIt(String clauses, String value, String hex) throws Exception {
        var layout = new CopybookLayout("01 REC.\n  05 F " + clauses + ".", RecordEnd.NONE, "Cp037");
        assertThat(hex(layout, Map.of("f", value))).isEqualTo(hex);
        assertThat(layout.width()).isEqualTo(hex.length() / 2);
        assertThat(hex(layout, Map.of())).hasSameSizeAs(hex);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PIC X(2)             | E10     | 'f' has 3 characters, its picture X(2) (line 2 of the copybook) holds 2",
        "PIC S9(3)V99 COMP-3  | 1000    | 'f' overflows its picture S9(3)V99 COMP-3 (line 2 of the copybook)",
        "PIC S9(4) COMP       | 10000   | 'f' overflows its picture S9(4) COMP (line 2 of the copybook)",
        "PIC 9(3) COMP-3      | -1      | 'f' is negative, its picture 9(3) COMP-3 (line 2 of the copybook) has no sign",
        "PIC 9(3)V99          | 1.005   | 'f' has more than the 2 decimals of its picture 9(3)V99 (line 2 of the copybook)",
        "PIC S9(3) COMP-3     | abc     | 'f' is not a number, as its picture S9(3) COMP-3 (line 2 of the copybook) wants",
        "PIC X(3)             | 東       | 'f' has a character that IBM037 cannot hold"})
    void whatDoesNotFitIsRejectedWithFieldWidthAndLine(String clauses, String value, String why) {
        var layout = new CopybookLayout("01 REC.\n  05 F " + clauses + ".", RecordEnd.NONE, "Cp037");
        assertThatExceptionOfType(UnfitException.class).isThrownBy(() -> hex(layout, Map.of("f", value)))
                .withMessageContaining(why);
    }

    @Test
    void tablesGroupsFillersAndValuesKeepTheirPlaces() throws Exception {
        var layout = new CopybookLayout("""
                000100* The rates of a post, as HR sends them.                          HRRATES
                000200 01  RATE-RECORD.                                                 HRRATES
                000300     05  REC-TYPE        PIC X(2)  VALUE 'R.'.                    HRRATES
                000400     05  POST.                                                    HRRATES
                000500         10  POST-CODE   PIC X(3).                                HRRATES
                000600             88  ABROAD  VALUE 'A' 'B'.                           HRRATES
                000700         10  FILLER      PIC X.                                   HRRATES
                000800     05  FLAGS           PIC 9 OCCURS 3 TIMES.                    HRRATES
                000900     05  GRADES          OCCURS 2 TIMES INDEXED BY G.             HRRATES
                001000         10  GRADE       PIC X(2).                                HRRATES
                001100         10  DAILY-RATE                                           HRRATES
                001200             PIC 9(2)V9.                                          HRRATES
                """, RecordEnd.LF, "US-ASCII");
        var fields = new LinkedHashMap<String, Object>();
        fields.put("post_code", "NYC");
        fields.put("FLAGS", List.of(1, 2));
        fields.put("Grades", List.of(Map.of("grade", "E5", "daily_rate", new BigDecimal("68.5"))));
        assertThat(ascii(layout, fields)).isEqualTo("R.NYC 120E5685  000\n");
        assertThat(layout.width()).isEqualTo(19);
        assertThat(layout.columns(List.of())).containsExactly("REC-TYPE", "POST-CODE", "FLAGS", "GRADES");
    }

    @Test
    void whatATableCannotHoldIsRejectedWithItsPlace() {
        var layout = new CopybookLayout("""
                01 REC.
                  05 N PIC 9 OCCURS 2.
                  05 T OCCURS 2.
                    10 A PIC X(2).
                """, RecordEnd.LF, "US-ASCII");
        rejected(layout, Map.of("n", List.of(1, 2, 3)),
                "'n' has 3 elements, its table (line 2 of the copybook) holds 2");
        rejected(layout, Map.of("n", 1), "'n' is no list, and line 2 of the copybook has it OCCURS 2 TIMES");
        rejected(layout, Map.of("n", List.of(1, 10)), "'n(2)' overflows its picture 9 (line 2 of the copybook)");
        rejected(layout, Map.of("t", List.of("a")), "'t(1)' is no map");
        rejected(layout, Map.of("t", List.of(Map.of("b", 1))), "the copybook has no 'b'; it has [A]");
        rejected(layout, Map.of("a", 1), "the copybook has no 'a'; it has [N, T]");
        rejected(layout, Map.of("t", 1, "T", 2), "are the same to COBOL");
    }

    @Test
    void allThatIsNotWrittenIsToldAtOnceWithItsLine() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CopybookLayout("""
                01 REC.
                  05 A PIC ZZ9.
                  05 B REDEFINES A PIC X(3).
                  05 C PIC 9 OCCURS 1 TO 5 DEPENDING ON N.
                  05 D COMP-1.
                  05 E PIC X COMP.
                  05 F PIC 9(19).
                  05 G.
                  05 H PIC X BLANK WHEN ZERO.
                  05 H PIC X.
                  05 I PIC X.
                  05 I PIC X.
                  00010000
                01 OTHER.
                  05 J PIC X.
                """, RecordEnd.NONE, "Cp037")).satisfies(e -> assertThat(e.getMessage()).contains(
                "line 2: PIC ZZ9 is not written",
                "line 3: REDEFINES A: a record is written in one way; leave one of the two out",
                "line 4: OCCURS DEPENDING ON makes records of many lengths", "line 5: COMP-1 is not written",
                "line 6: E is text", "line 7: PIC 9(19) has more than 18 digits", "line 8: G has no picture",
                "line 9: `BLANK` is not known here", "line 12: I is there already on line 11",
                "line 13: `00010000` is no level number"));
        refused("05 A PIC X", "line 1: the statement does not end with a full stop", RecordEnd.NONE);
        refused("", "the copybook has no field", RecordEnd.NONE);
        refused("01 R.\n 05 A PIC X.\n01 S.\n 05 B PIC X.", "line 3: S begins a second record", RecordEnd.NONE);
        refused("05 A PIC X(2) VALUE 'abc'.", "VALUE of 'A' has 3 characters", RecordEnd.NONE);
        refused("05 A PIC S9 COMP-3.", "set record_end: none", RecordEnd.CRLF);
        refused("05 A OCCURS 9999. 10 B OCCURS 9999. 15 C PIC X(99999).", "longer than 1 MB", RecordEnd.NONE);
    }

    private static void refused(String copybook, String why, RecordEnd end) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CopybookLayout(copybook, end, "Cp037"))
                .withMessageContaining(why);
    }

    private static void rejected(CopybookLayout layout, Map<String, ?> fields, String why) {
        assertThatExceptionOfType(UnfitException.class).isThrownBy(() -> ascii(layout, fields))
                .withMessageContaining(why);
    }

    private static String hex(CopybookLayout layout, Map<String, ?> fields) throws UnfitException {
        return HexFormat.of().withUpperCase()
                .formatHex(Packets.record(layout, Packets.of(1, fields)));
    }

    private static String ascii(CopybookLayout layout, Map<String, ?> fields) throws UnfitException {
        return new String(Packets.record(layout, Packets.of(1, fields)), StandardCharsets.US_ASCII);
    }
}
