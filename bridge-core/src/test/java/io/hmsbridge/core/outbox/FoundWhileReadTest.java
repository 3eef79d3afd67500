package io.hmsbridge.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.core.ledger.Span;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What another process queues just as a lane is taken over, while its first page is on its way from the database. */
class FoundWhileReadTest extends OutboxFixture {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicReference<Span> news = new AtomicReference<>();

    FoundWhileReadTest() {
        step = this::around;
    }

    private Object around(String method, Callable<Object> real) throws Exception {
        var found = news.get();
        if (method.equals("news") && found != null) {
            news.set(null);
            return List.of(found);
        }
        var answer = real.call();
        if (method.equals("page") && asked.getCount() > 0) {
            asked.countDown();
            goOn.await();
        }
        return answer;
    }

    @Test
    void isSentBeforeWhatIsAcceptedAfterIt() throws InterruptedException {
        asked.await();
        long first = commitUnseen("k");
        news.set(new Span(first, first));
        outbox.handover().queued(List.of(), true);
        goOn.countDown();

        long second = emit("k");
        awaitNothingWaits();

        assertThat(sent()).containsExactly(first, second);
    }
}
