package io.hmsbridge.core.ledger;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes by which a ledger row enters its commit's Merkle tree: a letter for the kind, then the columns in order, numbers
 * big-endian, texts and bytes after their length.
 */
final class Leaf {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(384);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Leaf(char kind) {
        put(out -> out.writeByte(kind));
    }

    /** An event and its packets, in the order of their parts. */
    static List<byte[]> of(long number, NewEvent event) {
        var leaves = new ArrayList<byte[]>(1 + event.packets().size());
        var e = event.event();
        leaves.add(new Leaf('E').number(number).text(e.source()).text(e.id()).text(e.type()).text(e.subject())
                .number(micros(e.time()))
                .blob(event.data()).bytes());
        for (var packet : event.packets()) {
            leaves.add(new Leaf('P').number(number).number(packet.target()).number(packet.part()).number(0)
                    .number(number).text(packet.key())
                    .number(packet.form().ordinal()).number(packet.sheet()).number(packet.policy()).blob(packet.json())
                    .bytes());
        }
        return leaves;
    }

    /** A delivery. */
    static byte[] of(Queued packet, long epoch, int attempt, Outcome outcome, int millis, String detail) {
        var id = packet.id();
        return new Leaf('D').number(id.event()).number(packet.target()).number(id.part()).number(id.revision())
                .number(attempt).number(epoch)
                .number(outcome.code()).number(millis).text(detail).bytes();
    }

    /** Microseconds since the epoch: what PostgreSQL stores of a time. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private Leaf number(long value) {
        return put(out -> out.writeLong(value));
    }

    private Leaf text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    private Leaf blob(byte[] value) {
        return put(out -> {
            out.writeInt(value.length);
            out.write(value);
        });
    }

    private byte[] bytes() {
        return bytes.toByteArray();
    }

    private Leaf put(Write write) {
        try {
            write.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a byte array does not fail
        }
        return this;
    }

    private interface Write {
        void to(DataOutputStream out) throws IOException;
    }
}
