package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The record of everything, and the outbox. Every method is one transaction. {@link #append} is called by one thread,
 * {@link #record} by one thread, all else by any.
 *
 * @implSpec every method throws {@link LedgerUnavailableException} when the store cannot answer
 */
public interface Ledger extends AutoCloseable {

    /** Distinguishes this installation's idempotency keys from those of any other. */
    String incarnation();

    /** The number of a target, given on first sight. */
    int target(String name, String connector);

    /** The targets for which packets wait. */
    List<KnownTarget> awaited();

    /** The number of a sheet's version, whose text is kept. */
    int sheet(String name, byte[] version, String content);

    /** The text of the sheet's version that was in force last under a name; empty if none ever was. */
    Optional<String> lastSheet(String name);

    /** The name and text of a sheet's version. */
    SheetText sheet(int number);

    /** The name and text of the newest version whose hash begins so, in hexadecimal digits; empty if there is none. */
    Optional<SheetText> sheet(String version);

    /**
     * A keyed hash of a text, 16 hexadecimal digits: the same for the same text for as long as the ledger lives, and none that anybody
     * could guess the text from.
     */
    String pseudonym(String text);

    /** The number of a governance policy's version, whose text is kept. */
    int policy(byte[] version, String content);

    /** All versions of the governance policy there ever were, the newest first. */
    List<PolicyText> policies();

    /** Which classes of data went to which targets, and what was done about them, of events accepted in a window. */
    List<Disclosed> disclosed(Instant from, Instant to, String target);

    /** A packet, with its content as it was sent or is to be. */
    Optional<StoredPacket> stored(PacketId packet);

    /** An accepted event as it came; empty if there is none of this number. */
    Optional<Event> event(long number);

    /** Packets that governance has blocked, and what approvers decide on them. */
    BlockedPackets blockedPackets();

    /**
     * Numbers for the events of one append. To be drawn after their emits began, so that whatever was answered before has lower
     * ones.
     */
    long[] draw(int count);

    /**
     * Appends events with their packets and outbox rows, durably, all or none.
     *
     * @param numbers the events' numbers, in order
     * @throws AlreadySeenException if some of them were accepted before, naming which
     * @throws UnacceptableException if the store cannot hold one of them
     * @throws NumbersPassedException if a replay has put something after these numbers in the meantime
     */
    Appended append(long[] numbers, List<NewEvent> events);

    /**
     * Records what lanes did, durably, all or none.
     *
     * @throws FencedException if a lane has passed to another owner
     * @throws RowGoneException if a packet has no outbox row any more
     */
    void record(List<Entry> entries);

    /** What other writers have queued since this was last asked. */
    List<Span> news();

    /** Queued packets past a position and up to a sequence, in order. */
    List<Queued> page(int target, Position after, long upto, int limit);

    /** Packets whose time to be tried again has come, the longest due first, past those read before. */
    DuePage due(int target, DuePage.Cursor after, int limit);

    /** Packets that wait for their next try, due or not, past a position, in order. */
    List<Queued> retries(int target, Position after, int limit);

    /** The first held packets of a key, in order. They stay held until they end. */
    List<Queued> held(int target, long keyHash, int limit);

    /**
     * Queues again what an earlier owner of the lane held, unless it still waits for an earlier packet of its key.
     *
     * @param withDead whether dead packets hold up their key
     * @param byKey whether a packet waits for those of its key alone
     */
    void unhold(int target, boolean withDead, boolean byKey);

    /** The packets that wait for their next try, and on request the dead ones that wait for an operator. */
    List<Waiting> waiting(int target, boolean withDead);

    /** Those of these places of a lane in which no packet is any more. */
    Set<Position> gone(int target, List<Position> places);

    /**
     * Stops a lane, lets it go on, or opens it: an act.
     *
     * @return empty if it was so already
     */
    Optional<Act> steer(int target, Steering steering, NewAct act);

    /** Who runs which lane. */
    Leases leases();

    /** What a target's connector asked to remember under a name. */
    Optional<byte[]> recall(int target, String name);

    void remember(int target, String name, byte[] value);

    void forget(int target, String name);

    /** Packets by what is known of them, the newest first. */
    List<PacketView> packets(PacketQuery query);

    /**
     * Packets that wait, the oldest first.
     *
     * @param target the target's name, or empty for any
     */
    List<PacketView> outbox(String target, int limit);

    /** How many packets wait in the outbox, by state. */
    List<Backlog> backlog();

    /** For how long the first packet of each lane that has not ended has waited since its event was accepted, by target. */
    Map<String, Duration> heads();

    /** Accepted events, the newest first. */
    List<EventView> events(EventQuery query);

    /** Accepted events whole, to be looked at again. */
    RecordedEvents recorded();

    /** What operators did, the newest first. */
    List<Act> acts(ActQuery query);

    /** Packets that wait for an operator, and what operators do about them. */
    DeadPackets deadPackets();

    /** Packets that wait for their effective date. */
    Scheduled scheduled();

    /** What has become of packets, commit by commit. */
    Transitions transitions();

    /** By when packets are to be delivered. */
    Deadlines deadlines();

    /** Packets that are folded into one while they wait. */
    Folding folding();

    /** Windows of the ledger that are sent again. */
    ReplayJobs replays();

    /** Does the work of replays. */
    ReplayWriter replayWriter();

    /**
     * Whether all that was accepted in a window is accounted for.
     *
     * @param from null for any
     * @param to null for any
     * @param limit the most events that do not add up to name
     */
    Conserved conserved(Instant from, Instant to, int limit);

    /** {@link #conserved(Instant, Instant, int)} of those that have these numbers. */
    Conserved conserved(Span events, Instant from, Instant to, int limit);

    /** The first and the last number of the events that were accepted in a window; empty if none was. */
    Optional<Span> accepted(Instant from, Instant to);

    /** Those who may talk to a server. */
    Tokens tokens();

    /** How many events matched no sheet. */
    long unmatched();

    /** Why the store takes nothing at present though it answers; empty if it does take. */
    Optional<String> refusal();

    @Override
    void close();

    record KnownTarget(String name, String connector) {}

    record SheetText(String name, String content) {}

    /** @param version its hash, in hexadecimal digits */
    record PolicyText(int number, String version, String content, Instant since) {}

    /**
     * @param action what was done with values of the class
     * @param packets in how many packets
     */
    record Disclosed(String target, String dataClass, String action, int policy, long packets, Instant first,
            Instant last) {}

    record StoredPacket(PacketView packet, Packet.Form form, Object content) {}

    /** @param delay until its next try; empty if it is dead */
    record Waiting(long keyHash, Position position, Optional<Duration> delay) {}

    /** @param next where to read on */
    record DuePage(List<Queued> packets, Cursor next) {

        /** Past which packet to read. */
        public record Cursor(Instant due, Position position) {

            public static final Cursor START = new Cursor(Instant.EPOCH, Position.HEAD);
        }
    }

    record Backlog(String target, PacketState state, long packets) {}

    /**
     * The outcome of an append.
     *
     * @param news whether other writers had queued packets by then that {@link #news} has not told of
     */
    record Appended(Instant acceptedAt, boolean news) {}
}
