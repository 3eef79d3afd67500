package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What others have queued for one lane takes long to be read, and its neighbours go on. */
class NeighboursLookTest extends OutboxFixture {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicReference<Span> news = new AtomicReference<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile long slow = -1;
    private volatile Thread looker;

    NeighboursLookTest() {
        step = this::around;
    }

    private Object around(String method, Callable<Object> real) throws Exception {
        var found = method.equals("news") ? news.getAndSet(null) : null;
        if (found != null) {
            return List.of(found);
        }
        if (method.equals("page") && Thread.currentThread().equals(looker)) {
            looks.incrementAndGet();
        }
        var answer = real.call();
        if (method.equals("page") && answer instanceof List<?> page && !page.isEmpty()
                && page.getFirst() instanceof Queued first && first.sequence() == slow) {
            asked.countDown();
            goOn.await();
        }
        return answer;
    }

    @Test
    void whatIsCommittedForAnotherLaneDoesNotWaitForIt() throws InterruptedException {
        outbox.declare(List.of(spec(), TargetSpec.of("neighbour", "C")));
        emitTo("neighbour", "k");
        emit("k");
        awaitNothingWaits();
        connector.forget();

        slow = commitUnseen("k");
        news.set(new Span(slow, slow));
        var looking = Thread.ofVirtual().start(outbox::lookAtQueued);
        asked.await();
        long beside = emitTo("neighbour", "k");

        await().atMost(LONG).until(() -> sent().equals(List.of(beside)));
        goOn.countDown();
        looking.join();
        awaitNothingWaits();
        assertThat(sent()).containsExactly(beside, slow);
    }

    @Test
    void itDoesNotLookForWhatIsAnnouncedForTheOther() {
        outbox.declare(List.of(spec(), TargetSpec.of("neighbour", "C")));
        emitTo("neighbour", "k");
        emit("k");
        awaitNothingWaits();
        connector.forget();

        long unseen = commitUnseen("k");
        outbox.announce(new Span(unseen, unseen), Set.of(target));
        news.set(new Span(unseen, unseen));
        looker = Thread.currentThread();
        outbox.lookAtQueued();

        awaitNothingWaits();
        assertThat(sent()).containsExactly(unseen);
        assertThat(looks).hasValue(1);
    }

    @Test
    void whatIsCommittedForThatLaneWaitsForIt() throws InterruptedException {
        emit("other");
        awaitNothingWaits();
        connector.forget();

        slow = commitUnseen("k");
        news.set(new Span(slow, slow));
        var looking = Thread.ofVirtual().start(outbox::lookAtQueued);
        asked.await();
        var committed = commit.submit(List.of(event("k")));
        goOn.countDown();
        looking.join();
        awaitNothingWaits();

        assertThat(sent()).containsExactly(slow, committed.join().getFirst().number());
    }
}
