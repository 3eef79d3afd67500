package io.hmsbridge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hmsbridge.core.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsBindingTest {

    private static final String CALENDAR = """
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:%s
            RRULE:FREQ=YEARLY
            END:VEVENT
            END:VCALENDAR
            """;

    @TempDir
    private Path home;

    @Test
    void aTargetHasRulesOfItsOwnSharedOnesAndHolidays() throws Exception {
        var loaded = read("""
                windows:
                  office-hours:
                    - {allow: "0 8 * * MON-FRI", duration: 10h, zone: America/New_York}
                    - {holidays: "%s", zone: America/New_York}
                targets:
                  payroll: {connector: C, windows: [office-hours, {deny: "0 12 * * *", duration: 1h, zone: UTC}]}
                  audit: {connector: C, windows: office-hours}
                  gis: {connector: C}
                """.formatted(calendar("20201225")));

        var windows = loaded.config().targets().stream().map(target -> target.windows()).toList();
        assertThat(windows.get(0).rules()).extracting(Object::toString).containsExactly(
                "allow 0 8 * * MON-FRI for 10h, America/New_York",
                "deny holidays of " + home.resolve("holidays.ics") + ", America/New_York",
                "deny 0 12 * * * for 1h, UTC");
        assertThat(windows.get(1).rules()).hasSize(2);
        assertThat(windows.get(2).rules()).isEmpty();
        var friday = Instant.parse("2026-12-25T15:00:00Z");
        assertThat(windows.get(0).at(friday).open()).isFalse();
        assertThat(windows.get(0).at(friday.plusSeconds(3 * 86_400)).open()).isTrue();
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void theSameFileGivesTheSameTargets() throws Exception {
        var text = "targets: {a: {connector: C, windows: [{holidays: \"%s\", zone: UTC}, {deny: \"0 2 * * *\", "
                .formatted(calendar("20201225")) + "duration: 4h, zone: UTC}]}}";

        assertThat(read(text).config().targets()).isEqualTo(read(text).config().targets());
    }

    @Test
    void aChangeOfTheHolidaysIsSeen() throws Exception {
        var loaded =
                read("targets: {a: {connector: C, windows: [{holidays: \"%s\", zone: UTC}]}}"
                        .formatted(calendar("20201225")));

        assertThat(loaded.files()).containsKey(home.resolve("holidays.ics"));
    }

    @Test
    void windowsThatNeverOpenAreWarnedOf() throws Exception {
        assertThat(warnings("""
                windows: {shut: [{deny: "0 0 * * *", duration: 1d, zone: UTC}]}
                targets:
                  night: {connector: C, windows: [{deny: "* * * * *", duration: 1m, zone: UTC}]}
                  never:
                    connector: C
                    windows: [{allow: "0 8 * * SAT", duration: 2h, zone: UTC}, {deny: "0 0 * * SAT", duration: 1d, zone: UTC}]
                  fine: {connector: C, windows: [{allow: "0 0 29 2 *", duration: 1h, zone: UTC}]}
                """)).containsExactly(
                "bridge.yaml:1:11: warning: the shared windows shut never open: packets wait for ever."
                        + " Look for a deny that covers all that is allowed.",
                "bridge.yaml:3:25: warning: the windows of night never open: packets wait for ever."
                        + " Look for a deny that covers all that is allowed.",
                "bridge.yaml:6:5: warning: the windows of never never open: packets wait for ever."
                        + " Look for a deny that covers all that is allowed.");
    }

    @Test
    void whatIsWrongIsToldWithPlaceAndMend() throws Exception {
        var broken = Files.writeString(home.resolve("broken.ics"), CALENDAR.formatted("soon"));
        var huge = Files.writeString(home.resolve("huge.ics"), "x".repeat(1024 * 1024 + 1));

        assertThat(problems("""
                windows:
                  night: 0 2 * * *
                targets:
                  a: {connector: C, windows: [offce, {deny: "0 2 * * SUN", duration: 4h, zone: America/NewYork}]}
                  b: {connector: C, windows: [{deny: "0 2 * * * *", duration: 4h, zone: UTC}]}
                  c: {connector: C, windows: [{deny: "0 0 30 2 *", duration: 4h, zone: UTC}]}
                  d: {connector: C, windows: [{deny: "0 2 * * *", duration: 4, zone: UTC}]}
                  e: {connector: C, windows: [{deny: "0 2 * * *", duration: 400d, zone: UTC}]}
                  f: {connector: C, windows: [{deny: "0 2 * * *", duration: 4h}]}
                  g: {connector: C, windows: [{duration: 4h, zone: UTC}]}
                  h: {connector: C, windows: [{holidays: none.ics, zone: UTC}]}
                  i: {connector: C, windows: [{holidays: %s, zone: UTC}]}
                  j: {connector: C, windows: [{holidays: %s, zone: UTC}]}
                """.formatted(broken, huge))).containsExactly(
                "bridge.yaml:2:10: a window must be a list of rules, not text."
                        + " Write it like {deny: \"0 2 * * SUN\", duration: 4h, zone: America/New_York}.",
                "bridge.yaml:4:31: there are no shared windows `offce`. Write them below `windows`.",
                "bridge.yaml:4:80: there is no zone `America/NewYork`. Did you mean `America/New_York`?",
                "bridge.yaml:5:38: `0 2 * * * *` is no cron expression of five fields: write minute, hour, day of month,"
                        + " month and day of week, like 0 2 * * SUN",
                "bridge.yaml:6:38: `0 0 30 2 *` never comes: there is no such day",
                "bridge.yaml:7:61: `duration` must be a duration. Write it with a unit, like 500ms, 10s, 5m, 4h or 14d.",
                "bridge.yaml:8:61: `duration` must be from 1m to 366d. Write it like 30m, 4h or 2d.",
                "bridge.yaml:9:31: `zone` is missing",
                "bridge.yaml:10:31: a window has one of `allow`, `deny` and `holidays`."
                        + " Write it like {deny: \"0 2 * * SUN\", duration: 4h, zone: America/New_York}.",
                "bridge.yaml:11:42: the holidays cannot be read: there is no such file",
                "bridge.yaml:12:42: broken.ics:4: its DTSTART cannot be read: Could not parse date-time value.",
                "bridge.yaml:13:42: huge.ics is larger than 1 MB. Keep what is past out of it.");
    }

    private Path calendar(String day) throws IOException {
        return Files.writeString(home.resolve("holidays.ics"), CALENDAR.formatted(day));
    }

    private LoadedConfig read(String text) throws IOException, ConfigException {
        return new ConfigReader(Map.of())
                .read(ConfigFile.named(Files.writeString(home.resolve("bridge.yaml"), text)));
    }

    private List<String> warnings(String text) throws IOException, ConfigException {
        return lines(read(text).warnings());
    }

    private List<String> problems(String text) {
        return lines(catchThrowableOfType(ConfigException.class, () -> read(text)).problems());
    }

    private List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::summary).map(line -> line.replace(home + "/", "")).toList();
    }
}
