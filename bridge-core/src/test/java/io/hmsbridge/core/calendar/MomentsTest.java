package io.hmsbridge.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-12-07,                2026-12-07T05:00:00Z",
        "2026-12-07T09:00,          2026-12-07T14:00:00Z",
        "2026-12-07T09:00Z,         2026-12-07T09:00:00Z",
        "2026-12-07T09:00:30-08:00, 2026-12-07T17:00:30Z",
        "2026-07-07,                2026-07-07T04:00:00Z",
        "2026-03-08T02:30,          2026-03-08T07:30:00Z", // an hour that is skipped
        "2026-11-01T01:30,          2026-11-01T05:30:00Z", // one that comes twice
        "9999-12-31,                9999-12-31T05:00:00Z"})
    void aTimeIsOfItsOffsetOrElseOfTheZone(String text, Instant moment) {
        assertThat(Moments.parse(text, ZoneId.of("America/New_York"))).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-02-30", "2026-13-01", "12/07/2026", "2026-12-07 09:00", "20261207",
        "2026-12-07T25:00", "1765065600"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Moments.parse(text, ZoneId.of("UTC")))
                .withMessage("`%s` is no time: write 2026-12-07, 2026-12-07T09:00 or 2026-12-07T09:00-05:00", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01", "9999-12-31T23:00-08:00"})
    void theYear9999IsTheLast(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Moments.parse(text, ZoneId.of("UTC")))
                .withMessage("`%s` is after the year 9999", text);
    }
}
