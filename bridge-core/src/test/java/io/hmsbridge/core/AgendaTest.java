package io.hmsbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.Agenda.Kind;
import io.hmsbridge.core.calendar.CronTimes;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.support.ObedientConnector;
import io.hmsbridge.core.support.SettableClock;
import io.hmsbridge.core.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next days bring. */
class AgendaTest {

    @Test
    void whatComesDueWindowsAndDeadlinesAreToldInTheOrderOfTime(@TempDir Path folder) throws Exception {
        TestDatabase.clear();
        Files.writeString(folder.resolve("s.yaml"), """
                source_event: a.b
                effective_at: data.from
                zone: America/New_York
                targets:
                  t:
                    map: {n: n}
                    deliver_by: 18:00
                """);
        var clock = new SettableClock("2026-12-04T12:00:00Z");
        var nights = new Windows(
                List.of(new Windows.Rule(Windows.Kind.DENY, new CronTimes("0 2 * * SUN", Duration.ofHours(4)),
                        ZoneId.of("America/New_York"))));
        try (var bridge = Bridge.builder().database(TestDatabase.url(), TestDatabase.user(), TestDatabase.password())
                .mappings(folder).connector(new ObedientConnector("C")).clock(clock)
                .targets(List.of(TargetSpec.of("t", "C").within(nights))).open()) {
            for (int n = 0; n < 3; n++) {
                bridge.emit(Event.of("a.b", Map.of("n", n, "from", n == 2 ? "2026-12-20" : "2026-12-07")));
            }

            assertThat(bridge.agenda().next(Duration.ofDays(4))).extracting(Agenda.Item::at, Agenda.Item::target,
                    Agenda.Item::kind, Agenda.Item::packets).containsExactly(
                            tuple(Instant.parse("2026-12-06T07:00:00Z"), "t", Kind.CLOSES, 0L),
                            tuple(Instant.parse("2026-12-06T11:00:00Z"), "t", Kind.OPENS, 0L),
                            tuple(Instant.parse("2026-12-07T05:00:00Z"), "t", Kind.DUE, 2L),
                            tuple(Instant.parse("2026-12-07T23:00:00Z"), "t", Kind.DEADLINE, 2L));
        }
    }
}
