package io.hmsbridge.plugins.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvLayoutTest {

    @Test
    void valuesAreExactAndQuotedWhereTheyMustBe() throws Exception {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rate", new BigDecimal("0.000000000000000000000000000001"));
        fields.put("note", "say \"ß\",\r\nplease");
        fields.put("empty", "");
        fields.put("gone", null);
        fields.put("on", true);
        assertThat(record(layout(List.of(), false, "UTF-8"), fields))
                .isEqualTo("0.000000000000000000000000000001,\"say \"\"ß\"\",\r\nplease\",\"\",,true\r\n");
    }

    @Test
    void aCellThatASpreadsheetWouldRunIsGuardedAndANumberIsNot() throws Exception {
        var guarded = layout(List.of("c"), true, "UTF-8");
        for (var text : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")) {
            assertThat(record(guarded, Map.of("c", text))).contains("'" + text);
        }
        assertThat(record(guarded, Map.of("c", new BigDecimal("-1.5")))).isEqualTo("-1.5\r\n");
        assertThat(record(guarded, Map.of("c", "a=1"))).isEqualTo("a=1\r\n");
        assertThat(record(layout(List.of("c"), false, "UTF-8"), Map.of("c", "=1+1"))).isEqualTo("=1+1\r\n");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        var latin = layout(List.of("a", "b"), false, "ISO-8859-1");
        refused(latin, Map.of("a", "x", "b", "東"), "'b' has a character that ISO-8859-1 cannot hold");
        refused(latin, Map.of("c", "x"), "there is no column for 'c'; the columns are [a, b]");
        refused(latin, Map.of("a", Arrays.asList(1L)), "'a' is a list, and a record holds plain values");
        refused(layout(List.of(), false, "UTF-8"), Map.of("a", "\ud800"), "'a' has a character that UTF-8 cannot hold");
    }

    @Test
    void aFieldCannotPassForThePacketsId() {
        var layout = new CsvLayout(List.of(), Optional.of("packet_id"), true, true, ',', RecordEnd.CRLF, "UTF-8");
        refused(layout, Map.of("packet_id", "forged"), "'packet_id' is the column of the packet's id");
    }

    private static CsvLayout layout(List<String> columns, boolean guard, String charset) {
        return new CsvLayout(columns, Optional.empty(), true, guard, ',', RecordEnd.CRLF, charset);
    }

    private static String record(Layout layout, Map<String, ?> fields) throws UnfitException {
        var packet = Packets.of(1, fields);
        return new String(Packets.record(layout, packet), StandardCharsets.UTF_8);
    }

    private static void refused(Layout layout, Map<String, ?> fields, String why) {
        assertThatExceptionOfType(UnfitException.class).isThrownBy(() -> record(layout, fields))
                .withMessageContaining(why);
    }
}
