package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record of everything, and the outbox. Every method is one transaction.
 *
 * @implSpec every method throws {@link LedgerUnavailableException} when the store cannot answer
 */
public interface Ledger extends Store {

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

    /** Packets by what is known of them, the newest first. */
    List<PacketView> packets(PacketQuery query);

    /**
     * Looks for packets, the newest first, however many there are in the ledger. It answers after a bounded time, with what it has found
     * until then and where to look on.
     *
     * @param before of events with lower numbers than this one
     * @param limit the most to find
     */
    Found<Long> search(PacketSearch search, long before, int limit);

    /**
     * Packets that wait, the oldest first.
     *
     * @param target the target's name, or empty for any
     */
    List<PacketView> outbox(String target, int limit);

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

    /** How the database is. */
    Condition condition();

    /** Why the store takes nothing at present though it answers; empty if it does take. */
    Optional<String> refusal();

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
}
