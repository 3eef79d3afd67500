package io.hmsbridge.core.ledger;

import io.hmsbridge.api.PacketId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * The rows of one commit as leaves of its Merkle tree. A leaf is a letter for the kind of row, then its columns in order:
 * numbers as eight bytes, the highest first; texts in UTF-8 and bytes after their length, itself a number. An event's type,
 * subject and data are there as their body hash. What governance found in a packet comes last, where it found anything.
 */
final class Leaves {

    private final MerkleTree tree = new MerkleTree();
    private byte[] leaf = new byte[512];
    private int length;

    /** An event, and its packets in their order. */
    void add(long number, NewEvent event) {
        begin('E').number(number).text(event.event().source()).text(event.event().id())
                .number(micros(event.event().time()))
                .blob(event.bodyHash()).end();
        for (var packet : event.packets()) {
            add(new Revision(number, packet.target(), packet.part(), 0, number, packet.key(), packet.form().ordinal(),
                    packet.sheet(), packet.governed(), packet.json()));
        }
    }

    /** A packet's revision. */
    void add(Revision packet) {
        begin('P').number(packet.event()).number(packet.target()).number(packet.part()).number(packet.rev())
                .number(packet.sequence()).text(packet.key()).number(packet.form()).number(packet.sheet())
                .number(packet.governed().policy()).blob(packet.content());
        var findings = packet.governed().json();
        if (findings != null) {
            text(findings);
        }
        end();
    }

    /** A delivery. */
    void add(Queued packet, long epoch, int attempt, Outcome outcome, int millis, String detail) {
        add(packet.id(), packet.target(), epoch, attempt, outcome, millis, detail);
    }

    /** A delivery of a packet that only its id is known of. */
    void add(PacketId id, int target, long epoch, int attempt, Outcome outcome, int millis, String detail) {
        begin('D').number(id.event()).number(target).number(id.part()).number(id.revision()).number(attempt)
                .number(epoch).number(outcome.code()).number(millis).text(detail).end();
    }

    /** An operator's act. */
    void add(Act act) {
        begin('A').number(act.id()).number(micros(act.at())).text(act.who()).text(act.kind()).text(act.why())
                .text(act.detail()).number(act.count()).end();
    }

    /** The commit's root. */
    byte[] root() {
        return tree.root();
    }

    /** Microseconds since the epoch: what PostgreSQL stores of a time. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private Leaves begin(char kind) {
        leaf[0] = (byte) kind;
        length = 1;
        return this;
    }

    private void end() {
        tree.add(leaf, length);
    }

    private Leaves number(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            leaf[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    private Leaves text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    private Leaves blob(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, leaf, length, value.length);
        length += value.length;
        return this;
    }

    private void room(int more) {
        if (leaf.length - length < more) {
            leaf = Arrays.copyOf(leaf, Math.max(leaf.length * 2, length + more));
        }
    }
}
