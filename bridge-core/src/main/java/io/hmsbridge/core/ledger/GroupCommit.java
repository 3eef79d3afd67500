package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.ledger.AlreadySeenException.Seen;
import io.hmsbridge.core.ledger.Store.Appended;
import io.hmsbridge.core.time.ThreadTimer;
import io.hmsbridge.core.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events in shared commits: whatever waits goes along, nothing waits for company. One thread; a lone event costs one
 * commit.
 */
public final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /**
     * An event that is durable.
     *
     * @param number its number
     * @param duplicate it had been accepted before, as this number
     */
    public record Committed(long number, boolean duplicate) {}

    private record Request(List<NewEvent> list, CompletableFuture<List<Committed>> answer, long bytes)
            implements CommitQueue.Sized {

        Request(List<NewEvent> list) {
            this(list, new CompletableFuture<>(), list.stream().mapToLong(NewEvent::bytes).sum());
        }

        @Override
        public int events() {
            return list.size();
        }
    }

    private final Store ledger;
    private final Handover handover;
    private final Watermark watermark;
    private final CommitListener listener;
    private final CommitQueue<Request> queue = new CommitQueue<>(CommitQueue.Bounds.USUAL);
    private final Timer timer;
    private final Thread thread;

    /** @param handover is handed the packets of each commit once it is durable, before anyone is answered */
    public GroupCommit(Store ledger, Handover handover) {
        this(ledger, handover, Watermark.none(), CommitListener.NONE, new ThreadTimer());
    }

    /**
     * @param watermark while it is low, nothing is taken
     * @param listener told of each commit once its events are answered
     * @param timer starts its thread
     */
    public GroupCommit(Store ledger, Handover handover, Watermark watermark, CommitListener listener,
            Timer timer) {
        this.timer = timer;
        this.listener = listener;
        this.watermark = watermark;
        this.ledger = ledger;
        this.handover = handover;
        thread = timer.start("bridge-commit", this::run);
    }

    /**
     * Appends events in one commit, all or none.
     *
     * @return completes, in order of the events, once the commit is durable; or with {@link EventConflictException},
     *     {@link UnacceptableException}, {@link NothingWrittenException}, or another {@link LedgerUnavailableException}, after
     *     which the outcome is unknown
     * @throws BusyException if too many wait already, or the disk is nearly full
     */
    public CompletableFuture<List<Committed>> submit(List<NewEvent> events) {
        watermark.requireRoom();
        var request = new Request(List.copyOf(events));
        if (!queue.offer(request)) {
            throw new BusyException(Duration.ofSeconds(1));
        }
        return request.answer;
    }

    private void run() {
        try {
            for (var requests = queue.take(); !requests.isEmpty(); requests = queue.take()) {
                commit(requests);
            }
        } catch (InterruptedException e) {
            LOG.debug("the committer was told to give up", e);
        }
    }

    private void commit(List<Request> requests) {
        var events = requests.stream().flatMap(r -> r.list.stream()).toList();
        long[] numbers;
        try {
            numbers = ledger.draw(events.size());
        } catch (LedgerUnavailableException e) {
            var nothing = new NothingWrittenException(e.getMessage(), e); // it did not come to that
            requests.forEach(r -> r.answer.completeExceptionally(nothing));
            return;
        }
        handover.expect(Span.of(numbers));
        long begun = timer.nanos();
        Appended appended;
        try {
            appended = ledger.append(numbers, events);
        } catch (AlreadySeenException e) {
            handover.withdrawn();
            apart(requests, e);
            return;
        } catch (NumbersPassedException _) {
            handover.withdrawn();
            commit(requests); // with new ones
            return;
        } catch (NothingWrittenException e) {
            handover.withdrawn();
            requests.forEach(r -> r.answer.completeExceptionally(e));
            return;
        } catch (LedgerUnavailableException e) {
            handover.doubtful(Span.of(numbers));
            requests.forEach(r -> r.answer.completeExceptionally(e));
            return;
        } catch (RuntimeException e) {
            handover.withdrawn();
            bisect(requests, e);
            return;
        }
        var took = Duration.ofNanos(timer.nanos() - begun);
        answer(requests, events, numbers, appended);
        listener.appended(events, took);
    }

    private void answer(List<Request> requests, List<NewEvent> events, long[] numbers, Appended appended) {
        try {
            handover.queued(queued(events, numbers, appended.acceptedAt()), appended.news());
        } catch (RuntimeException e) { // they are durable all the same
            LOG.error("committed packets were not handed over; their lanes find them later", e);
        }
        int i = 0;
        for (var request : requests) {
            var committed = new ArrayList<Committed>(request.list.size());
            for (int end = i + request.list.size(); i < end; i++) {
                committed.add(new Committed(numbers[i], false));
            }
            request.answer.complete(committed);
        }
    }

    private static List<Queued> queued(List<NewEvent> events, long[] numbers, Instant acceptedAt) {
        var queued = new ArrayList<Queued>(events.size());
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i).event();
            long number = numbers[i];
            var origin = new Packet.Origin(event.source(), event.id(), event.type(), event.subject(), event.time(),
                    acceptedAt);
            var trace = TraceContext.parent(event.extensions());
            var state = TraceContext.state(event.extensions());
            for (var packet : events.get(i).packets()) {
                if (packet.isQueued()) {
                    queued.add(new Queued(new PacketId(number, packet.targetName(), packet.part(), 0), packet.target(),
                            number, packet.key(),
                            packet.keyHash(), 0, 0, packet.form(), packet.content(), packet.sheet(), origin, trace,
                            state, packet.governed()));
                }
            }
        }
        return queued;
    }

    /** Answers requests that were accepted before, and commits the others. */
    private void apart(List<Request> requests, AlreadySeenException e) {
        var seen = e.seen();
        if (seen.isEmpty()) {
            oneByOne(requests, e);
            return;
        }
        int first = 0;
        var fresh = new ArrayList<Request>();
        for (var request : requests) {
            int from = first;
            first += request.list.size();
            var before = IntStream.range(from, first).mapToObj(seen::get).toList();
            if (before.stream().allMatch(Objects::isNull)) {
                fresh.add(request);
            } else {
                again(request, before);
            }
        }
        if (!fresh.isEmpty()) {
            commit(fresh);
        }
    }

    /** A request of which some events were accepted before: the rest is committed on its own. */
    private void again(Request request, List<Seen> before) {
        var fresh = new ArrayList<NewEvent>();
        for (int i = 0; i < before.size(); i++) {
            var event = request.list.get(i);
            if (before.get(i) == null) {
                fresh.add(event);
                continue;
            }
            handover.recognised(before.get(i).event());
            if (!before.get(i).sameBody()) {
                request.answer.completeExceptionally(new EventConflictException(
                        "the event %s of %s was accepted before as number %d with another body"
                                .formatted(event.event().id(), event.event().source(), before.get(i).event())));
                return;
            }
        }
        var rest = new Request(fresh);
        if (fresh.isEmpty()) {
            rest.answer.complete(List.of());
        } else {
            commit(List.of(rest));
        }
        var _ = rest.answer.whenComplete((committed, failure) -> {
            if (failure != null) {
                request.answer.completeExceptionally(failure);
                return;
            }
            var numbers = committed.iterator();
            request.answer.complete(before.stream()
                    .map(s -> s == null ? numbers.next() : new Committed(s.event(), true)).toList());
        });
    }

    /** Some event stands twice in these requests. */
    private void oneByOne(List<Request> requests, AlreadySeenException e) {
        for (var request : requests) {
            var ids = new HashSet<List<String>>();
            var repeated = request.list.stream().map(NewEvent::event)
                    .filter(event -> !ids.add(List.of(event.source(), event.id()))).findFirst();
            if (repeated.isPresent()) {
                request.answer
                        .completeExceptionally(new EventConflictException("the event %s of %s stands twice in one batch"
                                .formatted(repeated.get().id(), repeated.get().source())));
            } else if (requests.size() == 1) {
                request.answer.completeExceptionally(e); // seen, but not to be found
            } else {
                commit(List.of(request));
            }
        }
    }

    /** One of them cannot be stored: its neighbours must not fail with it. */
    private void bisect(List<Request> requests, RuntimeException e) {
        if (requests.size() == 1) {
            requests.getFirst().answer.completeExceptionally(e);
            return;
        }
        int half = requests.size() / 2;
        commit(requests.subList(0, half));
        commit(requests.subList(half, requests.size()));
    }

    /** Commits what was submitted, and refuses more. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!timer.join(thread, Duration.ofSeconds(10))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
