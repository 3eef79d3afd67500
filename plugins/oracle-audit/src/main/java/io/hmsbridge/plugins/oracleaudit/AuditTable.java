package io.hmsbridge.plugins.oracleaudit;

import io.hmsbridge.api.Packet;
import io.hmsbridge.plugins.jdbc.Dialect;
import io.hmsbridge.plugins.jdbc.Json;
import io.hmsbridge.plugins.oracleaudit.OracleAuditConnectorFactory.With;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The audit table: its columns, and what a packet puts into them. */
final class AuditTable {

    private AuditTable() {}

    /** The statement that creates it. A row's idempotency key is its own, so no packet is ever in it twice. */
    static String ddl(String name, Dialect dialect) {
        var shortText = dialect.textType();
        var number = dialect.longType();
        var moment = dialect.instantType();
        return """
                CREATE TABLE %s (
                  idempotency_key %s PRIMARY KEY,
                  packet %s NOT NULL,
                  revision %s NOT NULL,
                  event %s NOT NULL,
                  event_source %s,
                  event_id %s,
                  event_type %s,
                  subject %s,
                  packet_key %s,
                  sequence %s NOT NULL,
                  form %s NOT NULL,
                  data %s NOT NULL,
                  data_hash char(64) NOT NULL,
                  happened_at %s NOT NULL,
                  accepted_at %s NOT NULL,
                  written_at %s DEFAULT CURRENT_TIMESTAMP NOT NULL
                )""".formatted(name, shortText, shortText, number, number, dialect.longTextType(),
                dialect.longTextType(), dialect.longTextType(), dialect.longTextType(), dialect.longTextType(), number,
                shortText, dialect.longTextType(), moment, moment, moment);
    }

    /** A packet's values, by column. The hash is the SHA-256 of the data's text, as UTF-8. */
    static Map<String, Object> values(Packet packet) {
        var origin = packet.origin();
        var data = Json.of(packet.content());
        var values = new LinkedHashMap<String, Object>();
        values.put("idempotency_key", packet.idempotencyKey());
        values.put("packet", packet.id().text());
        values.put("revision", (long) packet.id().revision());
        values.put("event", packet.id().event());
        values.put("event_source", origin.source());
        values.put("event_id", origin.id());
        values.put("event_type", origin.type());
        values.put("subject", origin.subject());
        values.put("packet_key", packet.key());
        values.put("sequence", packet.sequence());
        values.put("form", packet.form().name());
        values.put("data", data);
        values.put("data_hash", hash(data));
        values.put("happened_at", moment(origin.time()));
        values.put("accepted_at", moment(origin.acceptedAt()));
        return values;
    }

    /** The row that a packet would add, as text for people. */
    static String preview(Packet packet) {
        var values = values(packet);
        return "INSERT INTO " + packet.with(With.class).table() + " (" + String.join(", ", values.keySet())
                + ") VALUES (?"
                + ", ?".repeat(values.size() - 1) + ")" + values.entrySet().stream()
                        .map(value -> value.getKey() + ": " + Json.of(value.getValue()))
                        .collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    private static String moment(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toString();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
