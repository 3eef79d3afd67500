package io.hmsbridge.core.egress;

import io.hmsbridge.api.HttpCall;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** One call on its way: its request, how far it has come, and when its time is up. */
final class Exchange extends HttpUriRequestBase {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final Duration limit;
    private final long deadline;
    // Only the calling thread tells and asks whether there is a connection.
    private boolean connected;
    private volatile boolean expired;

    Exchange(HttpCall call) {
        super(call.method(), call.uri());
        this.limit = call.timeout();
        this.deadline = System.nanoTime() + (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
    }

    Duration limit() {
        return limit;
    }

    /** There is a connection; from here on the request may have reached the target. */
    void markConnected() {
        connected = true;
    }

    boolean wasConnected() {
        return connected;
    }

    /** Cuts the call off if its time is up by {@code now}. */
    void cutOffIfDue(long now) {
        if (now - deadline >= 0 && !expired) {
            expired = true;
            cancel();
        }
    }

    boolean hasExpired() {
        return expired;
    }
}
