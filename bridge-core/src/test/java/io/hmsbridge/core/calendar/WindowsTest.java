package io.hmsbridge.core.calendar;

import static io.hmsbridge.core.calendar.Windows.Kind.ALLOW;
import static io.hmsbridge.core.calendar.Windows.Kind.DENY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hmsbridge.core.calendar.Windows.Change;
import io.hmsbridge.core.calendar.Windows.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void withoutRulesItIsAlwaysOpen() {
        assertThat(Windows.ALWAYS.at(Instant.EPOCH).open()).isTrue();
        assertThat(Windows.ALWAYS.nextChange(Instant.EPOCH)).isEmpty();
        assertThat(Windows.ALWAYS.opensAfter(Instant.EPOCH)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T06:59:59Z, true", // 1:59:59 in New York, a Sunday
        "2026-11-29T07:00:00Z, false",
        "2026-11-29T10:59:59Z, false",
        "2026-11-29T11:00:00Z, true"})
    void aDenialEndsWithTheMomentAfterItsLast(Instant moment, boolean open) {
        assertThat(windows(deny("0 2 * * SUN", "PT4H")).at(moment).open()).isEqualTo(open);
    }

    @Test
    void denialsWinOverAllowances() {
        var windows = windows(allow("0 8 * * MON-FRI", "PT10H"), deny("0 12 * * *", "PT1H"));

        assertThat(windows.changes(Instant.parse("2026-11-27T00:00:00Z"), Instant.parse("2026-11-30T14:00:00Z"), 9))
                .containsExactly(opens("2026-11-27T13:00:00Z"), closes("2026-11-27T17:00:00Z"),
                        opens("2026-11-27T18:00:00Z"), closes("2026-11-27T23:00:00Z"),
                        opens("2026-11-30T13:00:00Z"));
        assertThat(windows.at(Instant.parse("2026-11-27T17:30:00Z")).deniedBy())
                .hasToString("Optional[deny 0 12 * * * for 1h, America/New_York]");
    }

    @Test
    void anyOfSeveralAllowancesWillDo() {
        var windows = windows(allow("0 6 * * *", "PT2H"), allow("0 7 * * *", "PT3H"));

        assertThat(windows.changes(Instant.parse("2026-11-27T05:00:00Z"), Instant.parse("2026-11-28T05:00:00Z"), 9))
                .containsExactly(opens("2026-11-27T11:00:00Z"), closes("2026-11-27T15:00:00Z"));
    }

    @Test
    void occasionsThatOverlapAreOne() {
        assertThat(windows(allow("0 6,7 * * *", "PT90M"))
                .changes(Instant.parse("2026-11-27T05:00:00Z"), Instant.parse("2026-11-28T05:00:00Z"), 9))
                .containsExactly(opens("2026-11-27T11:00:00Z"), closes("2026-11-27T13:30:00Z"));
    }

    /** On 8 March 2026 the clock goes from 2:00 to 3:00 there. */
    @Test
    void onTheDayThatLosesAnHourAWindowEndsWhenTheWallClockSaysSo() {
        assertThat(windows(deny("0 1 * * *", "PT4H"))
                .changes(Instant.parse("2026-03-08T05:00:00Z"), Instant.parse("2026-03-08T20:00:00Z"), 9))
                .containsExactly(closes("2026-03-08T06:00:00Z"), opens("2026-03-08T09:00:00Z"));
    }

    @Test
    void aWindowThatBeginsInTheLostHourBeginsAfterIt() {
        assertThat(windows(deny("30 2 * * *", "PT2H"))
                .changes(Instant.parse("2026-03-08T05:00:00Z"), Instant.parse("2026-03-08T20:00:00Z"), 9))
                .containsExactly(closes("2026-03-08T07:00:00Z"), opens("2026-03-08T08:30:00Z"));
    }

    @Test
    void aWindowWithinTheLostHourDoesNotCome() {
        assertThat(windows(allow("15 2 * * *", "PT30M"))
                .changes(Instant.parse("2026-03-07T20:00:00Z"), Instant.parse("2026-03-09T12:00:00Z"), 9))
                .containsExactly(opens("2026-03-09T06:15:00Z"), closes("2026-03-09T06:45:00Z"));
    }

    /** On 1 November 2026 the clock goes from 2:00 back to 1:00 there. */
    @Test
    void onTheDayThatHasAnHourTwiceAWindowAroundItIsAnHourLonger() {
        assertThat(windows(deny("0 0 * * *", "PT4H"))
                .changes(Instant.parse("2026-11-01T03:00:00Z"), Instant.parse("2026-11-01T20:00:00Z"), 9))
                .containsExactly(closes("2026-11-01T04:00:00Z"), opens("2026-11-01T09:00:00Z"));
    }

    @Test
    void aWindowWithinTheHourThatComesTwiceComesTwice() {
        assertThat(windows(deny("15 1 * * *", "PT30M"))
                .changes(Instant.parse("2026-11-01T03:00:00Z"), Instant.parse("2026-11-01T20:00:00Z"), 9))
                .containsExactly(closes("2026-11-01T05:15:00Z"), opens("2026-11-01T05:45:00Z"),
                        closes("2026-11-01T06:15:00Z"), opens("2026-11-01T06:45:00Z"));
    }

    @Test
    void eachRuleHasItsOwnZone() {
        var windows = new Windows(List.of(allow("0 8 * * *", "PT10H"),
                new Rule(DENY, new CronTimes("0 18 * * *", Duration.ofHours(1)), ZoneId.of("Europe/Berlin"))));

        assertThat(windows.changes(Instant.parse("2026-11-27T12:00:00Z"), Instant.parse("2026-11-28T00:00:00Z"), 9))
                .containsExactly(opens("2026-11-27T13:00:00Z"), closes("2026-11-27T17:00:00Z"),
                        opens("2026-11-27T18:00:00Z"), closes("2026-11-27T23:00:00Z"));
    }

    @Test
    void aWindowThatNeverOpensIsKnown() {
        assertThat(windows(deny("* * * * *", "PT1M")).opensAfter(Instant.EPOCH)).isFalse();
        assertThat(windows(allow("0 8 * * SAT", "PT2H"), deny("0 0 * * SAT,SUN", "P1D")).opensAfter(Instant.EPOCH))
                .isFalse();
        assertThat(windows(allow("0 0 29 2 *", "PT1H")).opensAfter(Instant.parse("2097-01-01T00:00:00Z"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 0 30 2 *      | never comes",
        "0 0 31 4,6 *    | never comes",
        "* * * * * *     | no cron expression of five fields",
        "@daily          | no cron expression of five fields",
        "60 * * * *      | Value 60 not in range",
        "0 0 L * *       | Invalid chars",
        "0 0 1 1 8       | Value 8 not in range"})
    void whatIsNoCronExpressionIsRefused(String cron, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CronTimes(cron, Duration.ofHours(1)))
                .withMessageContaining(why).withMessageContaining(cron.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT59S", "-PT1H", "P367D"})
    void aWindowLastsFromAMinuteToAYear(Duration duration) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CronTimes("0 0 * * *", duration))
                .withMessage("a window must last from 1m to 366d");
    }

    private static Change opens(String at) {
        return new Change(Instant.parse(at), true);
    }

    private static Change closes(String at) {
        return new Change(Instant.parse(at), false);
    }

    private static Windows windows(Rule... rules) {
        return new Windows(List.of(rules));
    }

    private static Rule allow(String cron, String duration) {
        return new Rule(ALLOW, new CronTimes(cron, Duration.parse(duration)), NEW_YORK);
    }

    private static Rule deny(String cron, String duration) {
        return new Rule(DENY, new CronTimes(cron, Duration.parse(duration)), NEW_YORK);
    }
}
