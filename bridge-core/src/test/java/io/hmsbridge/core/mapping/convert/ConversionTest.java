package io.hmsbridge.core.mapping.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void decimalsAreRoundedOnlyAsAsked() {
        assertThat(Numbers.scale(2, RoundingMode.HALF_UP).apply(68L)).isEqualTo(new BigDecimal("68.00"));
        assertThat(Numbers.scale(2, RoundingMode.HALF_EVEN).apply(new BigDecimal("2.345"))).hasToString("2.34");
        assertThat(Numbers.scale(0, RoundingMode.HALF_UP).apply("68.5")).isEqualTo(69L);
        assertThat(Numbers.integer().apply(new BigDecimal("68.00"))).isEqualTo(68L);
        assertThat(Numbers.number().apply("9223372036854775809")).isEqualTo(new BigInteger("9223372036854775809"));
        assertThatThrownBy(() -> Numbers.scale(2, RoundingMode.UNNECESSARY).apply("1.001"))
                .hasMessage("it has more than 2 decimals, and must not be rounded");
        assertThatThrownBy(() -> Numbers.integer().apply("68.5")).hasMessageContaining("decimals");
        assertThatThrownBy(() -> Numbers.number().apply("six")).hasMessage("it is not a number");
        assertThatThrownBy(() -> Numbers.number().apply("1e999999999")).hasMessageContaining("digits");
    }

    @Test
    void aFixedWidthIsKeptToTheCharacter() {
        assertThat(Texts.width(6, Texts.Align.RIGHT, '0', false).apply(68L)).isEqualTo("000068");
        assertThat(Texts.width(4, Texts.Align.LEFT, ' ', false).apply("a😀")).isEqualTo("a😀  ");
        assertThat(Texts.width(2, Texts.Align.LEFT, ' ', true).apply("a😀b")).isEqualTo("a😀");
        assertThatThrownBy(() -> Texts.width(2, Texts.Align.LEFT, ' ', false).apply("abc"))
                .hasMessage("it is longer than 2 characters");
        assertThatThrownBy(() -> Texts.text().apply(List.of())).hasMessageContaining("structure");
    }

    @Test
    void flagsAreReadAsPeopleWriteThem() {
        assertThat(Texts.flag().apply("Yes")).isEqualTo(true);
        assertThat(Texts.flag().apply(0L)).isEqualTo(false);
        assertThatThrownBy(() -> Texts.flag().apply("perhaps")).hasMessage("it is neither true nor false");
    }

    @ParameterizedTest
    @CsvSource({"mi, km, 26.2, 42.1648128", "lb, kg, 150, 68.0388555", "F, C, 212, 100", "C, K, 0, 273.15",
        "h, min, 1.5, 90", "ft, m, 1, 0.3048"})
    void unitsAreExact(String from, String to, String value, String result) {
        assertThat(Units.conversion(from, to).orElseThrow().apply(value)).hasToString(result);
    }

    @Test
    void whatDoesNotMeasureTheSameIsNotConverted() {
        assertThat(Units.conversion("mi", "kg")).isEmpty();
        assertThat(Units.conversion("mi", "parsec")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "iso, yyyyMMdd, 2026-12-07, 20261207",
        "MM/dd/yyyy, iso, 12/07/2026, 2026-12-07",
        "iso, iso, 2026-12-07T02:30:00Z, 2026-12-06",
        "epoch_day, iso, 20794, 2026-12-07",
        "iso, epoch_day, 2026-12-07, 20794",
        "epoch_ms, dd.MM.yy, 1796526000000, 05.12.26"})
    void aDateIsTheOneInTheZone(String from, String to, String value, String result) {
        assertThat(Dates.date(from, to, NEW_YORK).apply(value)).hasToString(result);
    }

    @ParameterizedTest
    @CsvSource({
        "iso, iso, 2026-07-01T12:00:00Z, 2026-07-01T08:00:00-04:00",
        "iso, iso, 2026-01-15T09:30:00, 2026-01-15T09:30:00-05:00",
        "yyyy-MM-dd HH:mm, epoch_s, 2026-01-15 09:30, 1768487400",
        "epoch_us, yyyy-MM-dd HH:mm:ss, 1768487400000000, 2026-01-15 09:30:00"})
    void aTimeWithoutZoneIsMeantInIt(String from, String to, String value, String result) {
        assertThat(Dates.time(from, to, NEW_YORK).apply(value)).hasToString(result);
    }

    @Test
    void datesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Dates.date("yyyy-MM-dd", "iso", NEW_YORK).apply("2026-02-30"))
                .hasMessageContaining("not a date");
        assertThatThrownBy(() -> Dates.time("iso", "iso", NEW_YORK).apply("2026-03-08T02:30:00"))
                .hasMessage("clocks in America/New_York skip that time");
        assertThatThrownBy(() -> Dates.date("no such", "iso", NEW_YORK)).isInstanceOf(IllegalArgumentException.class);
    }
}
