package io.hmsbridge.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.ledger.Store.Appended;
import io.hmsbridge.core.support.Interposed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {

    private static final Handover NOBODY = new Handover() {
        @Override
        public void expect(Span sequences) {}

        @Override
        public void queued(List<Queued> packets, boolean news) {}

        @Override
        public void withdrawn() {}

        @Override
        public void doubtful(Span sequences) {}

        @Override
        public void recognised(long number) {}
    };

    @Test
    void anEventThatBreaksTheWriterTakesNoNeighbourWithIt() {
        var first = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        try (var commit = new GroupCommit(writer(events -> {
            first.countDown();
            awaitQuietly(written);
            if (events.stream().anyMatch(e -> e.event().type().equals("bad"))) {
                throw new ArithmeticException("long overflow");
            }
            return appended();
        }), NOBODY)) {
            var _ = commit.submit(List.of(event("good")));
            awaitQuietly(first);
            var bad = commit.submit(List.of(event("bad")));
            var good = commit.submit(List.of(event("good")));
            written.countDown();

            assertThat(good.join()).hasSize(1);
            assertThatThrownBy(bad::join).hasCauseInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void largeEventsDoNotAllGoIntoOneCommit() {
        var first = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        var commits = new ConcurrentLinkedQueue<Integer>();
        var large = new NewEvent(Event.of("large", Map.of()), new byte[3 << 20], new byte[32], List.of());
        try (var commit = new GroupCommit(writer(events -> {
            first.countDown();
            awaitQuietly(written);
            commits.add(events.size());
            return appended();
        }), NOBODY)) {
            var answers = new ArrayList<CompletableFuture<?>>();
            answers.add(commit.submit(List.of(event("small"))));
            awaitQuietly(first);
            for (int i = 0; i < 5; i++) {
                answers.add(commit.submit(List.of(large)));
            }
            written.countDown();
            answers.forEach(CompletableFuture::join);
        }

        assertThat(commits).containsExactly(1, 3, 2);
    }

    @Test
    void anEventThatIsSaidToBeSeenButIsNotFoundEndsInAnAnswer() {
        try (var commit = new GroupCommit(writer(_ -> {
            throw new AlreadySeenException(Map.of());
        }), NOBODY)) {
            assertThatThrownBy(commit.submit(List.of(event("a")))::join).isInstanceOf(CompletionException.class);
            assertThatThrownBy(commit.submit(List.of(event("a")))::join).isInstanceOf(CompletionException.class);
        }
    }

    @SuppressWarnings("unchecked") // what append is given
    private static Ledger writer(Function<List<NewEvent>, Appended> append) {
        return Interposed.answering((method, arguments) -> method.equals("draw")
                ? LongStream.range(0, (int) arguments[0]).toArray()
                : append.apply((List<NewEvent>) arguments[1]));
    }

    private static Appended appended() {
        return new Appended(Instant.EPOCH, false);
    }

    private static NewEvent event(String type) {
        return new NewEvent(Event.of(type, Map.of()), new byte[0], new byte[32], List.of());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
