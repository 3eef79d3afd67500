package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.json.ExactJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Numbers that a commit draws for the next one: a trip saved, but never a number below one that was answered before. */
class DrawnAheadTest extends LedgerFixture {

    @Test
    void theNextCommitNeedsNoTripForItsNumbers() {
        long first = append();
        long drawn = newest();

        assertThat(append()).isEqualTo(first + 1).isLessThanOrEqualTo(drawn);
    }

    @Test
    void oneThatAnotherHasPassedIsNotUsed() {
        append();
        long others = Long.parseLong(query("select nextval('hms_bridge.number')::text").getFirst());
        long[] early = ledger.draw(1);

        assertThat(early[0]).isLessThan(others);
        assertThatThrownBy(() -> ledger.append(early, List.of(event()))).isInstanceOf(NumbersPassedException.class);
        assertThat(append()).isGreaterThan(others);
    }

    @Test
    void moreThanWereDrawnAheadAreDrawnAnew() {
        append();
        long drawn = newest();
        var numbers = ledger.draw(100);
        ledger.append(numbers, Stream.generate(DrawnAheadTest::event).limit(100).toList());

        assertThat(numbers).hasSize(100);
        assertThat(numbers[0]).isGreaterThan(drawn);
        assertThat(append()).isGreaterThan(numbers[99]);
    }

    private long append() {
        var number = ledger.draw(1);
        ledger.append(number, List.of(event()));
        return number[0];
    }

    private long newest() {
        return Long.parseLong(query("select last_value::text from hms_bridge.number").getFirst());
    }

    private static NewEvent event() {
        return new NewEvent(Event.of("a.b", Map.of()), ExactJson.write(Map.of()), new byte[32], List.of());
    }
}
