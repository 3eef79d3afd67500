package io.hmsbridge.core.ledger;

import io.hmsbridge.api.Event;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.PacketId;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.WrittenMap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;

/** Reads rows of the statements. */
final class Rows {

    private static final Packet.Form[] FORMS = Packet.Form.values();

    private Rows() {}

    static Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static long[] longs(ResultSet row, String column) throws SQLException {
        var boxed = (Long[]) row.getArray(column).getArray();
        return Arrays.stream(boxed).mapToLong(Long::longValue).toArray();
    }

    /** A row of {@code page}, {@code due}, {@code retries} or {@code held}. */
    static Queued queued(ResultSet row, String target) throws SQLException {
        var id = new PacketId(row.getLong("event"), target, row.getInt("part"), row.getInt("rev"));
        var origin = new Packet.Origin(row.getString("source"), row.getString("ext_id"), row.getString("type"),
                row.getString("subject"),
                instant(row, "time"), instant(row, "accepted_at"));
        var form = FORMS[row.getInt("form")];
        var extensions = extensions(row.getString("extensions"));
        return new Queued(id, row.getInt("target"), row.getLong("sequence"), row.getString("key"),
                row.getLong("key_hash"), row.getInt("tries"), row.getLong("waited_ms"),
                form, content(form, row.getBytes("content")), row.getInt("sheet"), origin,
                TraceContext.parent(extensions), TraceContext.state(extensions),
                Governed.of(row.getInt("policy"), row.getString("findings")));
    }

    /** A row of {@code packets} or {@code outbox}. */
    static PacketView view(ResultSet row) throws SQLException {
        int waiting = row.getInt("state");
        return view(row, row.wasNull() ? PacketState.valueOf(Outcome.of(row.getInt("outcome")).name())
                : PacketState.waiting(waiting));
    }

    /** A row of {@code transitions}: an attempt that ended nothing says where its packet stands, if nothing has moved it since. */
    static PacketView transition(ResultSet row) throws SQLException {
        int waiting = row.getInt("state");
        return view(row, row.wasNull() ? Outcome.of(row.getInt("outcome")).leadsTo() : PacketState.waiting(waiting));
    }

    private static PacketView view(ResultSet row, PacketState state) throws SQLException {
        var id = new PacketId(row.getLong("event"), row.getString("target"), row.getInt("part"), row.getInt("rev"));
        int millis = row.getInt("ms");
        var took = row.wasNull() ? null : Duration.ofMillis(millis);
        return new PacketView(id, row.getString("type"), row.getString("key"), row.getLong("sequence"), state,
                instant(row, "accepted_at"),
                row.getInt("tries"), instant(row, "due_at"), row.getString("detail"), took,
                Governed.of(row.getInt("policy"), row.getString("findings")));
    }

    /** A row of {@code events} or {@code unmatched}. */
    static EventView event(ResultSet row) throws SQLException {
        return new EventView(row.getLong("id"), row.getString("source"), row.getString("ext_id"), row.getString("type"),
                row.getString("subject"), instant(row, "accepted_at"), row.getInt("matched"));
    }

    /** A packet's content beside what people see of it. */
    static Ledger.StoredPacket stored(PacketView view, ResultSet row) throws SQLException {
        var form = FORMS[row.getInt("form")];
        return new Ledger.StoredPacket(view, form, ExactJson.read(row.getBytes("content")));
    }

    /** The event as it was accepted. */
    @SuppressWarnings("unchecked") // an event's data and extensions are objects
    static Event source(ResultSet row) throws SQLException {
        var extensions = row.getString("extensions");
        return new Event(row.getString("ext_id"), row.getString("source"), row.getString("type"),
                row.getString("subject"), instant(row, "time"),
                (Map<String, Object>) ExactJson.read(row.getBytes("data")),
                extensions == null ? Map.of() : (Map<String, Object>) ExactJson.read(extensions));
    }

    /** A row of {@code acts}. */
    static Act act(ResultSet row) throws SQLException {
        return new Act(row.getLong("id"), instant(row, "at"), row.getString("who"), row.getString("kind"),
                row.getString("why"), row.getString("detail"), row.getLong("count"));
    }

    private static Object content(Packet.Form form, byte[] json) {
        return form == Packet.Form.JSON_PATCH ? ExactJson.read(json) : WrittenMap.ofJson(json);
    }

    private static Map<?, ?> extensions(String json) {
        return json != null && ExactJson.read(json) instanceof Map<?, ?> map ? map : Map.of();
    }
}
