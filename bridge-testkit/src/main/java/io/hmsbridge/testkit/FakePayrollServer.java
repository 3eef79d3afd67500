package io.hmsbridge.testkit;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A small payroll system: takes {@code PATCH /v2/rates}, once for each {@code Idempotency-Key}, answers
 * {@code GET /healthz}, and can be put to sleep.
 */
public final class FakePayrollServer implements AutoCloseable {

    private final RecordingHttpServer http;
    private final Set<String> keysSeen = ConcurrentHashMap.newKeySet();

    private FakePayrollServer(RecordingHttpServer http) {
        this.http = http.answer(this::answer);
    }

    /** A payroll system on a free port of this machine. */
    public static FakePayrollServer start() throws IOException {
        return new FakePayrollServer(RecordingHttpServer.start());
    }

    /** Its address: what {@code PAYROLL_API} is set to. */
    public URI uri() {
        return http.uri();
    }

    /**
     * Tells {@code listener} of each change of rates that arrives, repeated ones too; its text is fit to be printed.
     */
    public FakePayrollServer onRates(Consumer<ReceivedCall> listener) {
        http.onReceived(call -> {
            if (isRates(call)) {
                listener.accept(call);
            }
        });
        return this;
    }

    /** The changes of rates that arrived, in order, repeated ones too. */
    public List<ReceivedCall> rates() {
        return http.received().stream().filter(FakePayrollServer::isRates).toList();
    }

    /** How many changes had their effect: repeated ones count once. */
    public int changes() {
        return keysSeen.size();
    }

    /** Connections are refused until {@link #wake}. */
    public void sleep() {
        http.sleep();
    }

    public void wake() throws IOException {
        http.wake();
    }

    @Override
    public void close() {
        http.close();
    }

    private Answer answer(ReceivedCall call) {
        if (call.method().equals("GET") && call.target().equals("/healthz")) {
            return Answer.status(200);
        }
        if (!isRates(call)) {
            return Answer.status(404);
        }
        keysSeen.add(call.header("Idempotency-Key").orElse("call " + rates().size()));
        return Answer.status(204);
    }

    private static boolean isRates(ReceivedCall call) {
        return call.method().equals("PATCH") && call.target().equals("/v2/rates");
    }
}
