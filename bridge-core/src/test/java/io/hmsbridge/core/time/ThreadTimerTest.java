package io.hmsbridge.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadTimerTest {

    @Test
    void theTimeForWhichAThreadIsWaitedDoesNotRunWhileItIsHeld() {
        var held = new AtomicBoolean(true);
        var asked = new AtomicInteger();
        try (var timer = new ThreadTimer(() -> {
            asked.incrementAndGet();
            return held.get();
        })) {
            var end = new CountDownLatch(1);
            var thread = timer.start("stands", () -> awaitEnd(end));
            var joined = CompletableFuture.supplyAsync(() -> join(timer, thread));

            await().until(() -> asked.get() > 3);
            assertThat(joined).isNotDone();
            held.set(false);

            assertThat(joined.join()).as("its time is up").isFalse();
            end.countDown();
            await().until(() -> join(timer, thread));
        }
    }

    private static boolean join(ThreadTimer timer, Thread thread) {
        try {
            return timer.join(thread, Duration.ofMillis(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
