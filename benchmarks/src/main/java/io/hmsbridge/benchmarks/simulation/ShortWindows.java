package io.hmsbridge.benchmarks.simulation;

import io.hmsbridge.core.calendar.Occasions;
import io.hmsbridge.core.calendar.Windows;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Windows as they are not found in life: shut for six seconds of fifteen. */
final class ShortWindows implements Occasions {

    static final Windows SHUT_AT_TIMES =
            new Windows(List.of(new Windows.Rule(Windows.Kind.DENY, new ShortWindows(), ZoneOffset.UTC)));

    private static final int PERIOD = 15;
    private static final int SHUT = 6;

    private ShortWindows() {}

    @Override
    public Standing at(LocalDateTime moment) {
        int second = moment.getSecond() % PERIOD;
        boolean shut = second < SHUT;
        return new Standing(shut,
                moment.truncatedTo(ChronoUnit.SECONDS).plusSeconds((shut ? SHUT : PERIOD) - (long) second));
    }
}
