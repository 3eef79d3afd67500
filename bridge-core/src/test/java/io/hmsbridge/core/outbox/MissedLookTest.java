package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.Position;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.ledger.Span;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another process has queued, and the database does not show when it is looked for. The simulation has found each of these. */
class MissedLookTest extends OutboxFixture {

    private final Thread test = Thread.currentThread();
    private final AtomicReference<String> fails = new AtomicReference<>();
    private final AtomicReference<List<Span>> news = new AtomicReference<>();

    MissedLookTest() {
        step = this::around;
    }

    private Object around(String method, Callable<Object> real) throws Exception {
        if (Thread.currentThread().equals(test) && fails.compareAndSet(method, null)) {
            throw new LedgerUnavailableException("cut", null);
        }
        if (method.equals("news")) {
            var found = news.getAndSet(null);
            return found == null ? real.call() : found;
        }
        return real.call();
    }

    @BeforeEach
    void theLaneIsInStep() {
        emit("other");
        awaitNothingWaits();
        connector.forget();
    }

    @Test
    void goesBeforeWhatIsAcceptedAfterItThoughItsPageWasLost() {
        long first = commitUnseen("k");
        fails.set("page");
        news.set(List.of(new Span(first, first)));
        outbox.lookAtQueued();
        assertThat(fails).hasNullValue();

        long second = emit("k");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, second);
    }

    @Test
    void goesBeforeWhatIsHandedOverAfterItThoughTheWordOfItWasLost() {
        long first = commitUnseen("k");
        news.set(List.of(new Span(first, first)));
        var committed = commitExpected();
        fails.set("news");

        outbox.handover().queued(committed, true);
        awaitNothingWaits();

        assertThat(fails).hasNullValue();
        assertThat(sent()).containsExactly(first, committed.getFirst().sequence());
    }

    @Test
    void goesBeforeWhatWasInDoubtAndAcceptedAfterIt() {
        long first = commitUnseen("k");
        var second = commitExpected().getFirst().sequence();
        outbox.handover().doubtful(new Span(second, second));
        news.set(List.of(new Span(first, first)));

        outbox.handover().recognised(second);
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, second);
    }

    @Test
    void goesBeforeWhatAnOperatorSendsAgainAfterIt() {
        long first = commitUnseen("k");
        long again = commitUnseen("k");
        news.set(List.of(new Span(again, again), new Span(first, first))); // they come from different streams

        outbox.lookAtQueued();
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, again);
    }

    private List<Queued> commitExpected() {
        var numbers = ledger.draw(1);
        outbox.handover().expect(new Span(numbers[0], numbers[0]));
        ledger.append(numbers, List.of(event("k")));
        return ledger.page(target, Position.HEAD, Long.MAX_VALUE, 10).stream()
                .filter(packet -> packet.sequence() == numbers[0]).toList();
    }
}
