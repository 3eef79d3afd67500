package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommitQueueTest {

    private record Item(int events, long bytes) implements CommitQueue.Sized {}

    private final CommitQueue<Item> queue = new CommitQueue<>(new CommitQueue.Bounds(5, 100, 3, 40));

    @Test
    void whatWaitsIsBoundedByNumber() {
        assertThat(IntStream.range(0, 6).mapToObj(_ -> queue.offer(new Item(1, 1)))).containsExactly(true, true, true,
                true, true, false);
    }

    @Test
    void whatWaitsIsBoundedByBytesAndThereIsRoomAgainOnceSomeWasTaken() throws InterruptedException {
        assertThat(queue.offer(new Item(1, 60))).isTrue();
        assertThat(queue.offer(new Item(1, 41))).isFalse();
        assertThat(queue.offer(new Item(1, 40))).isTrue();
        assertThat(queue.take()).containsExactly(new Item(1, 60));
        assertThat(queue.offer(new Item(1, 60))).isTrue();
    }

    @Test
    void aLargeOneIsTakenOnWhenNothingElseWaits() throws InterruptedException {
        assertThat(queue.offer(new Item(1, 1_000))).isTrue();
        assertThat(queue.offer(new Item(1, 1))).isFalse();
        assertThat(queue.take()).containsExactly(new Item(1, 1_000));
        assertThat(queue.offer(new Item(1, 1))).isTrue();
    }

    @Test
    void oneCommitIsBoundedByEventsAndByBytesInOrder() throws InterruptedException {
        var items = List.of(new Item(1, 20), new Item(1, 20), new Item(1, 1), new Item(2, 1), new Item(1, 2));
        items.forEach(item -> assertThat(queue.offer(item)).isTrue());
        assertThat(queue.take()).containsExactlyElementsOf(items.subList(0, 2));
        assertThat(queue.take()).containsExactlyElementsOf(items.subList(2, 4));
        assertThat(queue.take()).containsExactlyElementsOf(items.subList(4, 5));
    }

    @Test
    void afterItIsClosedWhatWaitsIsTakenAndNothingIsAdded() throws InterruptedException {
        assertThat(queue.offer(new Item(1, 1))).isTrue();
        queue.close();
        assertThat(queue.offer(new Item(1, 2))).isFalse();
        assertThat(queue.take()).containsExactly(new Item(1, 1));
        assertThat(queue.take()).isEmpty();
    }
}
