package io.hmsbridge.core.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.postgresql.core.Oid;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * An array of UUIDs as a parameter in PostgreSQL's binary form. The driver knows that form for other arrays alone; writing
 * and reading UUIDs as text costs more than looking them up.
 */
final class UuidArray extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1L;

    private static final int UUID_BYTES = 16;
    /** Dimensions, nulls, type of the elements; then the one dimension's length and lower bound. */
    private static final int HEADER = 5 * Integer.BYTES;

    private final UUID[] uuids;

    UuidArray(UUID[] uuids) {
        setType("uuid[]");
        this.uuids = uuids;
    }

    @Override
    public int lengthInBytes() {
        return HEADER + uuids.length * (Integer.BYTES + UUID_BYTES);
    }

    @Override
    public void toBytes(byte[] bytes, int offset) {
        var out = ByteBuffer.wrap(bytes, offset, lengthInBytes());
        out.putInt(1).putInt(0).putInt(Oid.UUID).putInt(uuids.length).putInt(1);
        for (var uuid : uuids) {
            out.putInt(UUID_BYTES).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        }
    }

    /** As text, for a connection that was told to send nothing else. */
    @Override
    public String getValue() {
        return Arrays.stream(uuids).map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("only a parameter, never a result");
    }
}
