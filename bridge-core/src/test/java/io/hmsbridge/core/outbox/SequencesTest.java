package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.api.Packet;
import io.hmsbridge.core.ledger.Span;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What targets that refuse older sequences go by. The simulation has found it. */
class SequencesTest extends OutboxFixture {

    /** What others have queued. */
    private final AtomicReference<List<Span>> news = new AtomicReference<>(List.of());

    SequencesTest() {
        step = (method, real) -> method.equals("news") ? news.getAndSet(List.of()) : real.call();
    }

    @Test
    void aPacketThatIsCommittedAfterAHigherNumberOfItsKeyHasGoneDoesNotLookOlderToItsTarget() {
        var numbers = ledger.draw(3);
        append(numbers[1], "k");
        append(numbers[2], "another");
        await().atMost(LONG).until(() -> connector.sent().size() == 2);

        append(numbers[0], "k");
        awaitNothingWaits();

        assertThat(sent()).containsExactlyInAnyOrder(numbers[1], numbers[2], numbers[0]).endsWith(numbers[0]);
        assertThat(connector.sent()).filteredOn(packet -> packet.key().equals("k")).extracting(Packet::sequence)
                .containsExactly(numbers[1], numbers[1]);
        long next = emit("k");
        awaitNothingWaits();
        assertThat(connector.sent().getLast().sequence()).isEqualTo(next);
    }

    private void append(long number, String key) {
        ledger.append(new long[] {number}, List.of(event(key)));
        news.set(List.of(new Span(number, number)));
        outbox.lookAtQueued();
    }
}
