package io.hmsbridge.core.outbox;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SendResult.Delivered;
import io.hmsbridge.api.SendResult.Reject;
import io.hmsbridge.api.SendResult.Retry;
import io.hmsbridge.api.SendResult.TargetFault;
import io.hmsbridge.core.egress.ForbiddenAddressException;
import io.hmsbridge.core.ledger.Entry;
import io.hmsbridge.core.ledger.Entry.Died;
import io.hmsbridge.core.ledger.Entry.Ended;
import io.hmsbridge.core.ledger.Entry.Parked;
import io.hmsbridge.core.ledger.Folding;
import io.hmsbridge.core.ledger.Outcome;
import io.hmsbridge.core.ledger.Queued;
import io.hmsbridge.core.time.Timer;
import io.hmsbridge.core.trace.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Makes one attempt to send a packet through a connector, and says what is to be recorded of it. */
final class Sender {

    private static final int LONGEST_DETAIL = 500;

    private final OpaqueConnector connector;
    private final RetryPolicy retry;
    private final Uses uses;
    private final String incarnation;
    private final Guard guard;
    private final SecondLook secondLook;
    private final Timer timer;
    private final Tracing tracing;

    Sender(OpaqueConnector connector, RetryPolicy retry, Uses uses, String incarnation, Guard guard, Folding folding,
            Timer timer, Tracing tracing) {
        this.guard = guard;
        this.timer = timer;
        this.tracing = tracing;
        secondLook = new SecondLook(guard, folding);
        this.connector = connector;
        this.retry = retry;
        this.uses = uses;
        this.incarnation = incarnation;
    }

    /** What an attempt says of its target. */
    enum Sign {
        /** It answered, if only to refuse the packet. */
        AWAKE,
        /** It did not answer, or asked for another try. */
        FAILING,
        /** A person must mend it. */
        FAULT
    }

    /**
     * An attempt's end.
     *
     * @param entry what is to be recorded
     * @param pause how long the whole lane is to wait, and why; empty if it is not
     */
    record Attempt(Entry entry, Sign sign, Optional<Pause> pause) {}

    /** What a target asked for: that nothing comes for a while, and less then. */
    record Pause(String reason, Duration atMost) {}

    /** The most packets in one attempt. */
    int most() {
        return connector.most();
    }

    /** What of packets that are about to go may go, by the policy now in force. None of the connector's code is run. */
    SecondLook.Looked look(List<Queued> packets, long epoch) {
        return secondLook.at(packets, epoch);
    }

    /** Sends packets of different keys, at most {@link #most}; says what came of each. */
    List<Attempt> send(List<Queued> packets, Tenure tenure) throws InterruptedException {
        var traces = new ArrayList<Tracing.Sending>(packets.size());
        for (var packet : packets) {
            traces.add(tracing.sending(packet.id(), packet.tries() + 1, packet.traceparent()));
        }
        long start = timer.nanos();
        var attempts = List.<Attempt>of();
        try {
            var endings = call(packets, tenure, traces);
            int millis = (int) TimeUnit.NANOSECONDS.toMillis(timer.nanos() - start);
            attempts = attempts(packets, tenure.epoch(), endings, millis);
            return attempts;
        } finally {
            end(traces, attempts);
        }
    }

    /** @param attempts none if they were interrupted: nobody knows what came of them */
    private static void end(List<Tracing.Sending> traces, List<Attempt> attempts) {
        for (int i = 0; i < traces.size(); i++) {
            var entry = attempts.isEmpty() ? null : attempts.get(i).entry;
            traces.get(i).end(switch (entry) {
                case Ended e -> e.outcome().name();
                case Parked p -> p.outcome().name();
                case Died d -> d.outcome().name();
                case null, default -> Outcome.UNKNOWN.name();
            }, entry instanceof Ended || entry instanceof Died);
        }
    }

    private List<Attempt> attempts(List<Queued> packets, long epoch, Ending[] endings, int millis) {
        var attempts = new ArrayList<Attempt>(endings.length);
        for (int i = 0; i < endings.length; i++) {
            attempts.add(attempt(packets.get(i), epoch, endings[i], millis));
        }
        return attempts;
    }

    private Attempt attempt(Queued queued, long epoch, Ending ending, int millis) {
        int attempt = queued.tries() + 1;
        return switch (discreet(queued.id().target(), ending.result)) {
            case Delivered d ->
                    end(queued, epoch, attempt, d.alreadyHad() ? Outcome.UNCHANGED : Outcome.SENT, millis, d.receipt());
            case Reject r -> new Attempt(
                    new Died(queued, epoch, attempt, Outcome.REJECTED, millis, shorten(r.reason())), Sign.AWAKE,
                    Optional.empty());
            case TargetFault f -> {
                // The packet has done nothing wrong: this try does not count.
                var entry = new Parked(queued, epoch, queued.tries(), Outcome.TARGET_FAULT, millis, shorten(f.reason()),
                        retry.cap());
                yield new Attempt(entry, Sign.FAULT, Optional.empty());
            }
            case Retry r -> retry(queued, epoch, attempt, ending.outcome, millis, r);
        };
    }

    /** What a target answers may quote what it was sent. */
    private SendResult discreet(String target, SendResult result) {
        return switch (result) {
            case Delivered d -> new Delivered(guard.told(target, d.receipt()), d.alreadyHad());
            case Reject r -> new Reject(guard.told(target, r.reason()));
            case TargetFault f -> new TargetFault(guard.told(target, f.reason()));
            case Retry r -> new Retry(guard.told(target, r.reason()), r.after(), r.scope());
        };
    }

    private Attempt retry(Queued queued, long epoch, int attempt, Outcome outcome, int millis, Retry result) {
        if (attempt >= retry.tries()) {
            return giveUp(queued, epoch, attempt, outcome, millis, attempt + " tries: " + result.reason());
        }
        if (queued.waited() > retry.maxAge().toMillis()) {
            return giveUp(queued, epoch, attempt, outcome, millis,
                    Duration.ofMillis(queued.waited()).toDays() + " days: " + result.reason());
        }
        var own = retry.pause(attempt, timer.random());
        var asked = result.after().map(after -> after.compareTo(retry.cap()) > 0 ? retry.cap() : after);
        var pause = asked.filter(after -> after.compareTo(own) > 0).orElse(own);
        var entry = new Parked(queued, epoch, attempt, outcome, millis, shorten(result.reason()), pause);
        return new Attempt(entry, Sign.FAILING, result.scope() == SendResult.Scope.TARGET
                ? Optional.of(new Pause(result.reason(), asked.orElse(Duration.ZERO))) : Optional.empty());
    }

    private static Attempt giveUp(Queued queued, long epoch, int attempt, Outcome outcome, int millis, String why) {
        return new Attempt(new Died(queued, epoch, attempt, outcome, millis, shorten("given up after " + why)),
                Sign.FAILING, Optional.empty());
    }

    private static Attempt end(Queued queued, long epoch, int attempt, Outcome outcome, int millis, String detail) {
        return new Attempt(new Ended(queued, epoch, attempt, outcome, millis, shorten(detail)), Sign.AWAKE,
                Optional.empty());
    }

    /** @param outcome what a retry is recorded as */
    private record Ending(SendResult result, Outcome outcome) {

        static final Ending NO_RESULT =
                new Ending(SendResult.retry("the connector returned no result"), Outcome.RETRY);
    }

    /** Those whose sheet does not suit the connector are not sent; the others are, in one call. */
    private Ending[] call(List<Queued> packets, Tenure tenure, List<Tracing.Sending> traces)
            throws InterruptedException {
        var endings = new Ending[packets.size()];
        var sent = new ArrayList<Packet>(packets.size());
        for (int i = 0; i < endings.length; i++) {
            var packet = packets.get(i);
            try {
                sent.add(packet(packet, tenure.sequence(packet), traces.get(i).traceparent()));
            } catch (SendException e) {
                endings[i] = ending(e);
            }
        }
        if (sent.isEmpty()) {
            return endings;
        }
        var results = call(() -> send(sent));
        int next = 0;
        for (int i = 0; i < endings.length; i++) {
            if (endings[i] == null) {
                endings[i] = results.get(results.size() == 1 ? 0 : next);
                next++;
            }
        }
        return endings;
    }

    private List<SendResult> send(List<Packet> packets) throws Exception {
        return packets.size() == 1 ? Collections.singletonList(connector.send(packets.getFirst()))
                : checked(packets, connector.sendBatch(packets));
    }

    private static List<SendResult> checked(List<Packet> packets, List<SendResult> results) throws SendException {
        if (results != null && results.size() != packets.size()) {
            throw new SendException(SendException.Kind.UNKNOWN, "the connector returned %d results for %d packets"
                    .formatted(results.size(), packets.size()));
        }
        return results;
    }

    /** @return one ending for each packet, or one for all of them */
    private List<Ending> call(Callable<List<SendResult>> sending) throws InterruptedException {
        try {
            return endings(sending);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // thrown by what the plugin threw: asking for its message, say
            return List.of(failed(e.getClass().getName()));
        }
    }

    private static List<Ending> endings(Callable<List<SendResult>> sending) throws InterruptedException {
        try {
            var results = sending.call();
            if (results == null) {
                return List.of(Ending.NO_RESULT);
            }
            var endings = new ArrayList<Ending>(results.size());
            for (var result : results) {
                endings.add(result == null ? Ending.NO_RESULT : new Ending(result, Outcome.RETRY));
            }
            return endings;
        } catch (InterruptedException e) {
            throw e;
        } catch (SendException e) {
            return List.of(ending(e));
        } catch (ForbiddenAddressException e) {
            return List.of(new Ending(SendResult.targetFault(e.getMessage()), Outcome.RETRY));
        } catch (Throwable e) { // whatever a plugin throws, an Error included, is these packets' trouble alone
            return List.of(failed(e.toString()));
        }
    }

    private static Ending failed(String how) {
        return new Ending(SendResult.retry("the connector failed: " + how), Outcome.RETRY);
    }

    private static Ending ending(SendException e) {
        var reason = Objects.requireNonNullElse(e.getMessage(), "the connector did not say why");
        return switch (e.kind()) {
            case RETRY -> new Ending(SendResult.retry(reason), Outcome.RETRY);
            case UNKNOWN -> new Ending(SendResult.retry(reason), Outcome.UNKNOWN);
            case REJECT -> new Ending(SendResult.reject(reason), Outcome.RETRY);
            case TARGET_FAULT -> new Ending(SendResult.targetFault(reason), Outcome.RETRY);
        };
    }

    private Packet packet(Queued queued, long sequence, String traceparent) throws SendException {
        var id = queued.id();
        var key = incarnation + '-' + id.event() + '-' + id.target() + '-' + id.part() + "-r" + id.revision();
        return new Packet(id, key, guard.origin(id.target(), queued.origin()), queued.key(), sequence,
                queued.tries() + 1, queued.form(), queued.content(), uses.of(queued.sheet()), traceparent,
                traceparent.isEmpty() ? "" : queued.tracestate());
    }

    /** What a connector says, fit for a log line and a database: one line, bounded. */
    private static String shorten(String text) {
        if (text.length() <= LONGEST_DETAIL && isPlain(text)) {
            return text;
        }
        var line = new StringBuilder(LONGEST_DETAIL);
        text.codePoints().limit(LONGEST_DETAIL).map(c -> Character.isISOControl(c) ? ' ' : c)
                .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c).forEach(line::appendCodePoint);
        return line.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 127) {
                return false;
            }
        }
        return true;
    }
}
