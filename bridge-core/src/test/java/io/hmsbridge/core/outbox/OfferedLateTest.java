package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OfferedLateTest extends OutboxFixture {

    @Test
    void aPacketThatTheLaneFindsBeforeItIsOfferedIsSentOnce() throws InterruptedException {
        var looks = new CountDownLatch(1);
        var numbers = ledger.draw(1);
        outbox.handover().expect(new Span(numbers[0], numbers[0]));
        ledger.append(numbers, List.of(event("k")));
        step = (method, real) -> {
            var answer = real.call();
            if (answer instanceof List<?> page && page.size() == 1) {
                looks.countDown();
            }
            return answer;
        };
        looks.await();

        outbox.handover().queued(ledger.page(target, Position.HEAD, Long.MAX_VALUE, 10), false);
        long second = emit("k");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(numbers[0], second);
    }

    @Test
    void aPacketThatNobodyOffersIsFound() {
        var numbers = ledger.draw(1);
        var span = new Span(numbers[0], numbers[0]);
        outbox.handover().expect(span);
        outbox.handover().doubtful(span);
        ledger.append(numbers, List.of(event("k")));
        awaitNothingWaits();

        assertThat(sent()).containsExactly(numbers[0]);
    }

    @Test
    void whatIsLeftToThePageThatIsBeingReadIsNotPassedOverByItWhileOtherLanesAreOfferedTheirs() throws Exception {
        long first = emit("k");
        awaitNothingWaits(); // the lane has read its first page, which is not to be taken for that of the one taken anew
        var test = Thread.currentThread();
        var readOn = new CountDownLatch(1);
        var pages = new AtomicInteger();
        step = (method, real) -> {
            if (!method.equals("page")) {
                return real.call();
            }
            if (!Thread.currentThread().equals(test)) {
                if (pages.incrementAndGet() == 1) {
                    readOn.await();
                }
                return real.call();
            }
            var answer = (List<?>) real.call();
            if (((Queued) answer.getFirst()).key().equals("beside")) { // the lane has left its own to its page
                int before = pages.get();
                readOn.countDown();
                await().atMost(LONG).until(() -> pages.get() > before); // has been read, and is read on
            }
            return answer;
        };
        outbox.declare(List.of(spec().with(TargetSpec.OnDead.HOLD))); // the lane is taken anew
        await().atMost(LONG).until(() -> pages.get() == 1);
        outbox.declare(List.of(spec().with(TargetSpec.OnDead.HOLD), TargetSpec.of("neighbour", "C")));
        await().atMost(LONG).until(() -> pages.get() == 2);

        long[] numbers = commitForBoth(outbox.number("neighbour", "C"));
        long second = emit("k");
        awaitNothingWaits();

        assertThat(sent()).filteredOn(event -> event != numbers[1]).containsExactly(first, numbers[0], second);
    }

    @Test
    void whatIsOfferedBeforeTheLaneIsOursIsReadByItWhileOtherLanesAreOfferedTheirs() throws Exception {
        var test = Thread.currentThread();
        var took = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var reader = new AtomicReference<Thread>();
        outbox.declare(List.of(spec(), TargetSpec.of("neighbour", "C")));
        step = (method, real) -> {
            if (method.equals("unhold")) {
                took.countDown();
                goOn.await();
            }
            var answer = real.call();
            if (method.equals("page") && !Thread.currentThread().equals(test) && !((List<?>) answer).isEmpty()) {
                reader.compareAndSet(null, Thread.currentThread());
            } else
                if (method.equals("page") && answer instanceof List<?> page && !page.isEmpty()
                        && ((Queued) page.getFirst()).key().equals("beside")) {
                            goOn.countDown();
                            await().atMost(LONG).until(() -> reader.get() != null);
                            reader.get().join();
                        }
            return answer;
        };
        int neighbour = outbox.number("neighbour", "C");
        var taking = Thread.ofVirtual().start(
                () -> outbox.declare(List.of(spec().with(TargetSpec.OnDead.HOLD), TargetSpec.of("neighbour", "C"))));
        took.await();

        long[] numbers = commitForBoth(neighbour);
        taking.join();
        long second = emit("k");
        awaitNothingWaits();

        assertThat(sent()).filteredOn(event -> event != numbers[1]).containsExactly(numbers[0], second);
    }

    /** A packet for each of both lanes in one commit, the second one of another key. */
    private long[] commitForBoth(int neighbour) {
        var numbers = ledger.draw(2);
        outbox.handover().expect(new Span(numbers[0], numbers[1]));
        ledger.append(numbers, List.of(event("k"), event("neighbour", neighbour, "beside")));
        var committed = new ArrayList<>(ledger.page(target, Position.HEAD, Long.MAX_VALUE, 10));
        committed.addAll(ledger.page(neighbour, Position.HEAD, Long.MAX_VALUE, 10));
        outbox.handover().queued(committed, false);
        return numbers;
    }
}
