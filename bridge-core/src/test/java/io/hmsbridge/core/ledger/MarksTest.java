package io.hmsbridge.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.hmsbridge.api.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarksTest {

    private final Marks marks = marks("of one installation");

    @Test
    void theSameSourceAndIdHaveTheSameMarkWhateverCameBetween() {
        var first = mark("/hr", "order-1");
        mark("/hr", "order-9000");
        mark("/finance", "order-1");

        assertEquals(first, mark("/hr", "order-1"));
        assertEquals(first, marks("of one installation").of(event("/hr", "order-1")));
    }

    @Test
    void othersHaveAnother() {
        assertNotEquals(mark("/hr", "order-1"), mark("/hr", "order-2"));
        assertNotEquals(mark("/hr", "order-1"), mark("/finance", "order-1"));
        assertNotEquals(mark("/hr", "1/2"), mark("/hr/1", "2"));
        assertNotEquals(mark("/hr", "order-1"), marks("of another").of(event("/hr", "order-1")));
    }

    @Test
    void tenThousandMarksHaveAsManyValues() {
        assertEquals(10_000, numbered(10_000).distinct().count());
    }

    @Test
    void idsThatFollowEachOtherLieSideBySide() {
        assertEquals(10, places(numbered(10_000)));
    }

    @Test
    void idsMadeInTheSameSecondsLieSideBySide() {
        assertEquals(1, places(IntStream.range(0, 1_000).mapToObj(i -> mark("/hr", "0193687f-%04x-7%03x-8000-%012x"
                .formatted(0x8000 + i, i, i * 77_777L)))));
    }

    @Test
    void anotherSourceLiesElsewhere() {
        assertEquals(2, places(Stream.of(mark("/hr", "order-1"), mark("/finance", "order-1"))));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            order-123456,                         order-123
            42,                                   ''
            0193687f-8abc-7def-8123-456789abcdef, 0193687f-8
            0193687f-8abc-4def-8123-456789abcdef, 0193687f-8abc-4def-8123-456789abc
            01JDKZX8C0QJ5T3W9V7N2M4K6H,           01JDKZX
            01JDKZX8C0QJ5T3W9V7N2M4K6U,           01JDKZX8C0QJ5T3W9V7N2M4
            """)
    void aNeighbourhoodIsWhatIdsOfTheSameTimeHaveInCommon(String id, String neighbourhood) {
        assertEquals(neighbourhood, Marks.neighbourhood(id));
    }

    private Stream<UUID> numbered(int count) {
        return LongStream.range(0, count).mapToObj(i -> mark("/hr", "order-" + (1_000_000 + i)));
    }

    /** How many places in an index marks lie at. */
    private static long places(Stream<UUID> marks) {
        return marks.map(mark -> mark.getMostSignificantBits() >>> 32).distinct().count();
    }

    private UUID mark(String source, String id) {
        return marks.of(event(source, id));
    }

    private static Event event(String source, String id) {
        return new Event(id, source, "order.updated", "", Instant.EPOCH, Map.of(), Map.of());
    }

    private static Marks marks(String key) {
        return new Marks(key.getBytes(StandardCharsets.UTF_8));
    }
}
