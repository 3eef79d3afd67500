package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Recorded events are read again a part at a time. */
class RecordedEventsTest extends LedgerFixture {

    private final List<Long> seen = new ArrayList<>();

    @Test
    void everyEventIsReadOnceHoweverOftenItIsGoneOn() {
        for (int i = 0; i < 5; i++) {
            append("k" + i);
        }
        var span = ledger.accepted(null, null).orElseThrow();

        var parts = new ArrayList<OptionalLong>();
        long low = span.low();
        do {
            parts.add(read(new Span(low, span.high()), 2, _ -> true));
            low = parts.getLast().orElse(0) + 1;
        } while (parts.getLast().isPresent());

        assertThat(parts).hasSize(3);
        assertThat(seen).hasSize(5).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theReaderMayHaveEnough() {
        append("a");
        append("b");
        var span = ledger.accepted(null, null).orElseThrow();

        assertThat(read(span, 10, _ -> false)).hasValue(span.low());
        assertThat(seen).containsExactly(span.low());
        assertThat(ledger.recorded().read(span, Instant.EPOCH, Instant.EPOCH.plusSeconds(1), 10, _ -> true)).isEmpty();
    }

    private OptionalLong read(Span numbers, int limit, Predicate<RecordedEvents.Recorded> goesOn) {
        var now = Instant.now();
        return ledger.recorded().read(numbers, now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)), limit,
                recorded -> {
                    seen.add(recorded.number());
                    assertThat(recorded.event().type()).isEqualTo("a.b");
                    return goesOn.test(recorded);
                });
    }
}
