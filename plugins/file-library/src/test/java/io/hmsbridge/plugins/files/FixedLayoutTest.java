package io.hmsbridge.plugins.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedLayoutTest {

    @ParameterizedTest
    @CsvSource({"X(5),E5,'E5   '", "X(5) RIGHT,E5,'   E5'", "X,E,E", "9(5)V99,68,0006800", "999.99,68.5,068.50",
        "S9(5)V99,68,000680{", "S9(5)V99,-68.01,000680J", "S9(3) LEADING SEPARATE,-7,-007",
        "S9(3) TRAILING SEPARATE,7,007+", "9(3),0,000", "9(2)V9(2),1.50,0150"})
    void aPictureShapesItsField(String picture, String value, String shown) throws Exception {
        assertThat(ascii(picture, value)).isEqualTo(shown);
        assertThat(ascii(picture, null)).hasSameSizeAs(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "X(2)|E10|'f' has 3 characters, its picture X(2) holds 2",
        "9(3)V99|1000|'f' overflows its picture 9(3)V99",
        "9(3)|1E999999999|'f' overflows its picture 9(3)",
        "9(3)|-1|'f' is negative, its picture 9(3) has no sign",
        "9(3)V99|1.005|'f' has more than the 2 decimals of its picture 9(3)V99",
        "9(3)|abc|'f' is not a number, as its picture 9(3) wants",
        "X(3)|東|'f' has a character that US-ASCII cannot hold"})
    void whatDoesNotFitIsRejectedWithFieldAndPicture(String picture, String value, String why) {
        assertThatExceptionOfType(UnfitException.class).isThrownBy(() -> ascii(picture, value))
                .withMessageContaining(why);
    }

    @Test
    void aLineFeedInATextWouldMakeTwoRecordsOfOne() {
        assertThatExceptionOfType(UnfitException.class).isThrownBy(() -> ascii("X(5)", "a\nb"))
                .withMessageContaining("control character");
    }

    @ParameterizedTest
    @CsvSource({"Cp037,C5BABB40F0F0F6F8F0C0", "Cp1047,C5ADBD40F0F0F6F8F0C0"}) // which differ in brackets
    void ebcdicIsWrittenByteForByte(String charset, String hex) throws Exception {
        var fields = new LinkedHashMap<String, String>();
        fields.put("grade", "X(4)");
        fields.put("rate", "S9(4)V99");
        var packet = Packets.of(1, Map.of("grade", "E[]", "rate", new BigDecimal("68.00")));
        var record = Packets.record(new FixedLayout(fields, RecordEnd.NONE, charset), packet);
        assertThat(HexFormat.of().withUpperCase().formatHex(record)).isEqualTo(hex);
    }

    @Test
    void aWidthIsOneOfBytes() {
        var layout = new FixedLayout(Map.of("f", "X(3)"), RecordEnd.LF, "UTF-8");
        assertThatExceptionOfType(UnfitException.class)
                .isThrownBy(() -> Packets.record(layout, Packets.of(1, Map.of("f", "ß"))))
                .withMessageContaining("takes more than the 3 bytes of its picture X(3) in UTF-8");
    }

    @Test
    void allWrongPicturesAreToldAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FixedLayout(new java.util.TreeMap<>(
                Map.of("a", "Y(3)", "b", "9(3) LEADING SEPARATE", "c", "X(0)")), RecordEnd.LF, "US-ASCII"))
                .withMessageContaining("a: 'Y(3)' is no picture").withMessageContaining("b: ")
                .withMessageContaining("c: ");
    }

    private static String ascii(String picture, Object value) throws UnfitException {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("f", value);
        var layout = new FixedLayout(Map.of("f", picture), RecordEnd.NONE, "US-ASCII");
        return new String(Packets.record(layout, Packets.of(1, fields)),
                java.nio.charset.StandardCharsets.US_ASCII);
    }
}
