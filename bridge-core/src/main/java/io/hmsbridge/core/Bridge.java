package io.hmsbridge.core;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.api.SettingsSpec;
import io.hmsbridge.core.calendar.Windows;
import io.hmsbridge.core.event.EventRefusedException;
import io.hmsbridge.core.ledger.Act;
import io.hmsbridge.core.ledger.ActQuery;
import io.hmsbridge.core.ledger.ActRefusedException;
import io.hmsbridge.core.ledger.BusyException;
import io.hmsbridge.core.ledger.By;
import io.hmsbridge.core.ledger.Condition;
import io.hmsbridge.core.ledger.Conserved;
import io.hmsbridge.core.ledger.Deadlines;
import io.hmsbridge.core.ledger.Disk;
import io.hmsbridge.core.ledger.EventConflictException;
import io.hmsbridge.core.ledger.EventQuery;
import io.hmsbridge.core.ledger.EventView;
import io.hmsbridge.core.ledger.Found;
import io.hmsbridge.core.ledger.GroupCommit;
import io.hmsbridge.core.ledger.GroupCommit.Committed;
import io.hmsbridge.core.ledger.Ledger;
import io.hmsbridge.core.ledger.LedgerUnavailableException;
import io.hmsbridge.core.ledger.NewEvent;
import io.hmsbridge.core.ledger.NothingWrittenException;
import io.hmsbridge.core.ledger.PacketQuery;
import io.hmsbridge.core.ledger.PacketSearch;
import io.hmsbridge.core.ledger.PacketState;
import io.hmsbridge.core.ledger.PacketView;
import io.hmsbridge.core.ledger.Replay;
import io.hmsbridge.core.ledger.ReplayJob;
import io.hmsbridge.core.ledger.Span;
import io.hmsbridge.core.ledger.Tokens;
import io.hmsbridge.core.ledger.Transitions;
import io.hmsbridge.core.ledger.UnacceptableException;
import io.hmsbridge.core.ledger.Watermark;
import io.hmsbridge.core.mapping.SheetFolder;
import io.hmsbridge.core.mapping.SheetReader;
import io.hmsbridge.core.mapping.SheetStatus;
import io.hmsbridge.core.outbox.Drained;
import io.hmsbridge.core.outbox.Finding;
import io.hmsbridge.core.outbox.LaneStatus;
import io.hmsbridge.core.outbox.Outbox;
import io.hmsbridge.core.outbox.Probed;
import io.hmsbridge.core.outbox.TargetSpec;
import io.hmsbridge.core.outbox.TargetStatus;
import io.hmsbridge.core.outbox.Waker;
import io.hmsbridge.core.plugin.LoadedPlugin;
import io.hmsbridge.core.plugin.Pin;
import io.hmsbridge.core.plugin.PluginCounts;
import io.hmsbridge.core.plugin.PluginHost;
import io.hmsbridge.core.replay.Replays;
import io.hmsbridge.core.trace.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * HMS Bridge as a library: takes events, and sees to it that every target gets what its sheet says. Safe to use from many
 * threads. What was accepted survives the process: the next bridge on the same database goes on with it.
 */
public final class Bridge implements AutoCloseable {

    private static final int JUST_DONE = 20;
    private static final int WAITING = 1_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final Closing opened;
    private final String node;
    private final Ledger ledger;
    private final Optional<PluginHost> plugins;
    private final Outbox outbox;
    private final SheetFolder sheets;
    private final Targets targets;
    private final Accepting accepting;
    private final DryRun dryRun;
    private final GroupCommit commit;
    private final Watermark watermark;
    private final Watchers watchers;
    private final Operator operator;
    private final Approver approver;
    private final Replays replays;
    private final Views views;
    private final Switches switches;
    private final Waker waker;
    private final DeadlineWatch deadlines;
    private final Agenda agenda;
    private final Tracing tracing;

    /** What a bridge is made of. */
    record Parts(String node, Ledger ledger, Optional<PluginHost> plugins, Outbox outbox, SheetFolder sheets,
            Targets targets,
            Accepting accepting, GroupCommit commit, Watermark watermark, Watchers watchers, Replays replays,
            DryRun.Preview previews, Views views, Switches switches, Waker waker, DeadlineWatch deadlines,
            Agenda agenda, Tracing tracing) {}

    /** @param opened all that is to be closed with it */
    Bridge(Closing opened, Parts parts) {
        this.opened = opened;
        node = parts.node;
        ledger = parts.ledger;
        plugins = parts.plugins;
        outbox = parts.outbox;
        sheets = parts.sheets;
        targets = parts.targets;
        accepting = parts.accepting;
        dryRun = new DryRun(sheets, accepting, ledger.recorded(), parts.previews);
        replays = parts.replays;
        views = parts.views;
        switches = parts.switches;
        waker = parts.waker;
        deadlines = parts.deadlines;
        agenda = parts.agenda;
        tracing = parts.tracing;
        commit = parts.commit;
        watermark = parts.watermark;
        watchers = parts.watchers;
        operator = new Operator(ledger.deadPackets(), ledger.scheduled(), outbox, targets, accepting.vetter(),
                waker::notice);
        approver = new Approver(ledger.blockedPackets(), outbox, accepting, waker::lookSoon);
    }

    /** Begins to describe a bridge. */
    public static BridgeBuilder builder() {
        return new BridgeBuilder();
    }

    /**
     * Accepts an event. Returns once it, its packets and their places in the outbox are durable; delivery goes on by itself.
     *
     * @throws EventRefusedException if it cannot be accepted, saying why
     * @throws EventConflictException if its source and id were accepted before with another body
     * @throws BusyException if too many events wait, or the disk is nearly full; nothing was accepted
     * @throws NothingWrittenException if the database takes nothing at present; nothing was accepted
     * @throws LedgerUnavailableException if the outcome is unknown: emit it again under the same source and id
     */
    public Emitted emit(Event event) {
        return emit(List.of(event)).getFirst();
    }

    /** {@link #emit(Event)} for several events in one commit, all or none, answered in their order. */
    public List<Emitted> emit(List<Event> events) {
        var trace = tracing.emitting(events);
        try {
            var accepted = accept(events, trace);
            List<Committed> committed;
            try (var _ = trace.step("commit")) {
                committed = commit.submit(accepted).join();
            }
            trace.end(null);
            return emitted(committed, accepted);
        } catch (CompletionException e) {
            trace.end(e.getCause());
            throw refusal(e.getCause());
        } catch (RuntimeException e) {
            trace.end(e);
            throw e;
        }
    }

    /** {@link #emit(List)} without waiting: completes once the commit is durable, or with one of its exceptions. */
    public CompletableFuture<List<Emitted>> emitAsync(List<Event> events) {
        var trace = tracing.emitting(events);
        List<NewEvent> accepted;
        CompletableFuture<List<Committed>> submitted;
        try {
            accepted = accept(events, trace);
            submitted = commit.submit(accepted);
        } catch (RuntimeException e) {
            trace.end(e);
            throw e;
        }
        // Not on the committer's thread: it must not wait for a look-up, nor for whoever is told.
        return submitted.handleAsync((committed, failure) -> {
            trace.end(failure);
            if (failure != null) {
                throw refusal(failure);
            }
            return emitted(committed, accepted);
        }, Thread::startVirtualThread);
    }

    private List<NewEvent> accept(List<Event> events, Tracing.Emitting trace) {
        if (events.isEmpty()) {
            throw new EventRefusedException("there is no event in the batch");
        }
        return events.stream().map(event -> accepting.accept(event, trace)).toList();
    }

    private static RuntimeException refusal(Throwable failure) {
        return failure instanceof UnacceptableException
                ? new EventRefusedException(failure.getMessage(), failure) : (RuntimeException) failure;
    }

    private List<Emitted> emitted(List<Committed> committed, List<NewEvent> accepted) {
        var emitted = new ArrayList<Emitted>(committed.size());
        for (int i = 0; i < committed.size(); i++) {
            emitted.add(emitted(committed.get(i), accepted.get(i)));
        }
        return emitted;
    }

    private Emitted emitted(Committed committed, NewEvent accepted) {
        long number = committed.number();
        if (committed.duplicate()) {
            return new Emitted(number, true,
                    ledger.packets(PacketQuery.ofEvent(number)).stream().map(PacketView::id).toList());
        }
        accepting.log(number, accepted);
        accepted.firstDue().ifPresent(waker::notice);
        if (accepted.hasDeadline()) {
            deadlines.notice();
        }
        return new Emitted(number, false,
                accepted.packets().stream().map(p -> new PacketId(number, p.targetName(), p.part(), 0)).toList());
    }

    /**
     * Accepts an event and waits until its packets have ended, but not longer than {@code limit}.
     *
     * @return its packets as they stand then
     */
    public List<PacketView> emitAndWait(Event event, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        return await(emit(event).number(), Duration.ofNanos(deadline - System.nanoTime()));
    }

    /**
     * Waits until the packets of an accepted event have ended, but not longer than {@code limit}.
     *
     * @return its packets as they stand then
     */
    public List<PacketView> await(long event, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        var ended = new Semaphore(0);
        try (var _ = watchers.add(packet -> {
            if (packet.id().event() == event && packet.state().isTerminal()) {
                ended.release();
            }
        })) {
            for (;;) {
                ended.drainPermits();
                var packets = ledger.packets(PacketQuery.ofEvent(event));
                long left = deadline - System.nanoTime();
                if (left <= 0 || packets.stream().allMatch(p -> p.state().isTerminal())) {
                    return packets;
                }
                // Of what other processes deliver nobody tells us.
                var _ = ended.tryAcquire(outbox.isShared() ? Math.min(left, LOOK_NANOS) : left, TimeUnit.NANOSECONDS);
            }
        }
    }

    /** The packets that wait, the oldest first, and then those that ended last. */
    public List<PacketView> outbox() {
        var packets = new ArrayList<PacketView>();
        ledger.outbox("", WAITING).forEach(p -> packets.add(outbox.isOut(p.id()) ? p.in(PacketState.SENDING) : p));
        ledger.packets(PacketQuery.latest(JUST_DONE)).reversed().stream().filter(p -> p.state().isTerminal())
                .forEach(packets::add);
        return packets;
    }

    /** Packets by what is known of them, the newest first. */
    public List<PacketView> packets(PacketQuery query) {
        return ledger.packets(query);
    }

    /**
     * Looks for packets, the newest first. It answers after a bounded time, with what it has found until then and where to look on.
     *
     * @param before of events with lower numbers than this one
     * @param limit the most to find
     */
    public Found<Long> search(PacketSearch search, long before, int limit) {
        return ledger.search(search, before, limit);
    }

    /** Accepted events, the newest first. */
    public List<EventView> events(EventQuery query) {
        return ledger.events(query);
    }

    /** How many accepted events no sheet matched; they stay in the ledger. */
    public long unmatched() {
        return ledger.unmatched();
    }

    /** What operators did, the newest first. */
    public List<Act> acts(ActQuery query) {
        return ledger.acts(query);
    }

    /** For people: dead packets, and what to do about them. */
    public Operator operator() {
        return operator;
    }

    /** For people: packets that governance has blocked, and what is decided on them. */
    public Approver approver() {
        return approver;
    }

    /** For people: packets, events and texts as those of a role may see them. */
    public Views views() {
        return views;
    }

    /** All versions of the governance policy that there ever were, the newest first. */
    public List<Ledger.PolicyText> policies() {
        return ledger.policies();
    }

    /**
     * Which classes of data went to which targets, and what was done about them, of the events accepted in {@code [from, to)}. Reads
     * the window's part of the ledger.
     *
     * @param to null for now
     * @param target the target's name, or empty for any
     */
    public List<Ledger.Disclosed> disclosed(Instant from, Instant to, String target) {
        return ledger.disclosed(from, to, target);
    }

    /**
     * Packets that wait for their effective date, in the order in which they are due.
     *
     * @param target the target's name, or empty for any
     */
    public List<PacketView> scheduled(String target, int limit) {
        return ledger.scheduled().list(target, limit);
    }

    /** How many packets wait for their effective date, by target. They are not in the outbox. */
    public Map<String, Long> scheduled() {
        return ledger.scheduled().counts();
    }

    /** What has become of packets, as the ledger has it: of all processes, and of any time. */
    public Transitions transitions() {
        return ledger.transitions();
    }

    /** How the deadlines of packets stand, by target; of those that have some. */
    public Map<String, Deadlines.Standing> deadlines() {
        return ledger.deadlines().standing();
    }

    /** For people: what the next days bring. */
    public Agenda agenda() {
        return agenda;
    }

    /** For people: stopping targets, letting them go on, opening them outside of their windows. */
    public Switches switches() {
        return switches;
    }

    /** Of those who may talk to a server on this bridge's ledger. */
    public Tokens tokens() {
        return ledger.tokens();
    }

    /** Sends windows of the ledger again: with a preview, filters, a rate; mapped again or as it was. */
    public Replays replays() {
        return replays;
    }

    /**
     * Sends all that was sent of the events accepted in {@code [from, to)} again, as it was and under the same idempotency keys, but
     * for what newer packets have overwritten. Goes on by itself; see {@link #replays()}.
     *
     * @throws IllegalArgumentException if the window ends before it begins
     * @throws ActRefusedException if it is too wide, or nothing was accepted in it
     */
    public ReplayJob replay(Instant from, Instant to) {
        return replays.start(Replay.between(from, to), new By(node, "Bridge.replay"));
    }

    /**
     * Whether all that was accepted in a window is accounted for: each packet has ended, or waits, or is dead. Reads the window's
     * part of the ledger, in steps; what is accepted meanwhile does not disturb it.
     *
     * @param from null for any
     * @param to null for any
     * @param limit the most events that do not add up to name
     */
    public Conserved conserved(Instant from, Instant to, int limit) {
        return ledger.conserved(from, to, limit);
    }

    /**
     * {@link #conserved(Instant, Instant, int)} of those that have these numbers: for large windows, a part at a time.
     *
     * @see #accepted
     */
    public Conserved conserved(Span events, Instant from, Instant to, int limit) {
        return ledger.conserved(events, from, to, limit);
    }

    /** The first and the last number of the events that were accepted in a window; empty if none was. */
    public Optional<Span> accepted(Instant from, Instant to) {
        return ledger.accepted(from, to);
    }

    /**
     * How the database is that the ledger is in.
     *
     * @throws LedgerUnavailableException if it does not answer
     */
    public Condition database() {
        return ledger.condition();
    }

    /** How much room is left beneath the database; empty if its disk is not watched by this process. */
    public Optional<Disk> disk() {
        return watermark.disk();
    }

    /** Why no event is accepted at present, in words for people; empty if events are. */
    public Optional<String> refusal() {
        try {
            return watermark.refusal().or(ledger::refusal);
        } catch (LedgerUnavailableException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Tells {@code listener} of every change of a packet's state from now on, on a thread of its own. One that falls far
     * behind misses some. Close what is returned to end it.
     */
    public PacketWatch onPacket(Consumer<PacketView> listener) {
        return watchers.add(listener);
    }

    /**
     * Makes these the declared targets. A target that changed is swapped once its packets in flight are home.
     *
     * @return what could not be done, in words for people; such a target goes on as it was
     */
    public List<String> declare(Collection<TargetSpec> declared) {
        return reloaded(targets.declare(declared));
    }

    /** The same, and these are from now on the windows that targets share, and sheets name. */
    public List<String> declare(Collection<TargetSpec> declared, Map<String, Windows> shared) {
        return reloaded(targets.declare(declared, shared));
    }

    /** As {@link BridgeBuilder#acceptVersions}, from now on; returns when it is so. */
    public void acceptVersions(List<Pin> pins) {
        targets.accept(pins);
    }

    private List<String> reloaded(List<String> problems) {
        sheets.reload();
        return problems;
    }

    /** The connectors to be had at present, by name. */
    public Set<String> connectors() {
        return targets.connectors();
    }

    /** The settings that a target's connector takes, in the version that serves it; empty while no plugin offers that. */
    public Optional<SettingsSpec> settings(TargetSpec target) {
        return targets.settings(target);
    }

    /** How every target stands, by name. */
    public List<TargetStatus> targets() {
        return outbox.targets();
    }

    /**
     * Goes the way to a target as its connector would: settings, name, connection, TLS, login. Sends no packet, and changes nothing.
     *
     * @throws NoSuchElementException if there is no such target
     */
    public List<Finding> inspect(String target) throws InterruptedException {
        return outbox.inspect(target);
    }

    /**
     * Asks a target's probe at once, in place of when it would be asked next; what waits goes on if it is back. Takes ten seconds at most.
     *
     * @throws NoSuchElementException if there is no such target
     */
    public Probed probe(String target) {
        return outbox.probe(target);
    }

    /** Every lane as this process sees it, by target. Asks nobody. */
    public List<LaneStatus> lanes() {
        return outbox.lanes();
    }

    /** How many packets wait in the outbox, by target and state; the dead among them wait for an operator. */
    public List<Ledger.Backlog> backlog() {
        return ledger.backlog();
    }

    /** For how long the first packet of each target that has not ended has waited since its event was accepted. */
    public Map<String, Duration> heads() {
        return ledger.heads();
    }

    /** How often a mapping sheet was brought into force or refused since the start. */
    public SheetFolder.Loads sheetLoads() {
        return sheets.loads();
    }

    /**
     * Stops sending to a target, in whatever process its lane runs, until it is told to go on; packets in flight come home.
     *
     * @return the act, empty if it was so already
     * @throws NoSuchElementException if there is no such target
     */
    public Optional<Act> pause(String target, String who, String why) {
        return switches.pause(target, Optional.empty(), new By(who, why));
    }

    /** Lets a target that was paused go on; as {@link #pause}. */
    public Optional<Act> resume(String target, String who, String why) {
        return switches.resume(target, new By(who, why));
    }

    /**
     * {@link #pause}, and waits until no packet is on its way and all that were are recorded.
     *
     * @return whether that was so within the limit; known only of a lane that runs in this process
     * @throws NoSuchElementException if there is no such target
     */
    public Drained drain(String target, String who, String why, Duration limit) throws InterruptedException {
        pause(target, who, why);
        return outbox.drained(target, limit);
    }

    /** How every mapping sheet stands, by name. */
    public List<SheetStatus> mappings() {
        return sheets.status();
    }

    /** The folder that the mapping sheets are read from. */
    public Path mappingsFolder() {
        return sheets.folder();
    }

    /** What the sheets in force would make of an event. Nothing is accepted, and nothing sent. */
    public List<TriedPacket> tryOut(Event event) {
        return dryRun.of(event);
    }

    /**
     * What a sheet would make of an event, whether it is in force or not. As {@link #tryOut(Event)}.
     *
     * @throws IllegalArgumentException if the sheet has errors
     */
    public List<TriedPacket> tryOut(SheetReader.Reading sheet, Event event) {
        return dryRun.of(sheet, event);
    }

    /**
     * What becomes otherwise if one sheet takes the place of another, over recorded events. As {@link #tryOut(Event)}.
     *
     * @throws IllegalArgumentException if one of the sheets has errors
     */
    public Comparison compare(SheetReader.Reading old, SheetReader.Reading fresh, Comparison.Query query) {
        return dryRun.compare(old, fresh, query);
    }

    /** The text of the sheet whose version begins so, in hexadecimal digits; empty if the ledger has none. */
    public Optional<String> sheet(String version) {
        return ledger.sheet(version).map(Ledger.SheetText::content);
    }

    /** What has become of plugins since the start. */
    public PluginCounts pluginCounts() {
        return plugins.map(PluginHost::counts).orElse(PluginCounts.NONE);
    }

    /** The plugin jars and what became of each. */
    public List<LoadedPlugin> plugins() {
        return plugins.map(PluginHost::plugins).orElse(List.of());
    }

    /** Accepts no more, lets packets in flight come home within a bound, and records what came of them. */
    @Override
    public void close() {
        opened.close();
    }
}
