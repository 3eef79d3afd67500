package io.hmsbridge.testkit.contract;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A call to a connector and its end.
 *
 * @param shown all that a person might see of it: the result, or the exception with its causes and stack
 * @param value what it returned, or null
 */
record Attempt<T>(Outcome outcome, String shown, T value) {

    /** Calls on a virtual thread, as the bridge does, and gives up after {@code limit}. */
    static <T> Attempt<T> within(Duration limit, Callable<T> call) throws InterruptedException {
        var running = new Running<>(call);
        if (!running.thread.join(limit)) {
            running.thread.interrupt();
            return new Attempt<>(Outcome.HUNG, "no end within " + limit.toMillis() + " ms", null);
        }
        return running.end;
    }

    /** A call under way. */
    static final class Running<T> {

        final Thread thread;
        volatile Attempt<T> end;

        Running(Callable<T> call) {
            thread = Thread.ofVirtual().start(() -> end = run(call));
        }
    }

    private static <T> Attempt<T> run(Callable<T> call) {
        try {
            var value = call.call();
            var outcome = value instanceof io.hmsbridge.api.SendResult result ? Outcome.of(result) : Outcome.DELIVERED;
            return new Attempt<>(outcome, String.valueOf(value), value);
        } catch (Throwable thrown) { // whatever a connector throws is what is tested
            var text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            return new Attempt<>(Outcome.of(thrown), text.toString(), null);
        }
    }
}
