package io.hmsbridge.core.event;

import io.hmsbridge.api.Event;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.core.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;

/**
 * An event that can be kept.
 *
 * @param data its data as the JSON bytes that are stored
 * @param bodyHash SHA-256 over what it says: type, subject and data, but not its time, which a source that retries may
 *     give anew
 */
public record AcceptedEvent(Event event, byte[] data, byte[] bodyHash) {

    /** The longest attribute, in characters: an index entry and a log line must hold it. */
    public static final int MAX_ATTRIBUTE = 1_024;

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    private static final MessageDigest FRESH = fresh();

    /** @throws EventRefusedException if it cannot be kept, saying what is wrong and where */
    public static AcceptedEvent of(Event event) {
        check("id", event.id());
        check("source", event.source());
        check("type", event.type());
        check("subject", event.subject());
        if (event.time().isBefore(EARLIEST) || !event.time().isBefore(LATEST)) {
            throw new EventRefusedException("time: must lie in the years 0000 to 9999, as RFC 3339 writes them");
        }
        if (!event.extensions().isEmpty()) {
            json("extensions", event.extensions());
        }
        var data = json("data", event.data());
        var sha = sha256();
        sha.update(event.type().getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
        sha.update(event.subject().getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
        return new AcceptedEvent(event, data, sha.digest(data));
    }

    private static byte[] json(String name, Map<String, Object> values) {
        try {
            return ExactJson.write(values);
        } catch (JsonProblem e) {
            throw new EventRefusedException(name + ": " + e.getMessage(), e);
        }
    }

    private static void check(String name, String value) {
        if (value.length() > MAX_ATTRIBUTE) {
            throw new EventRefusedException("%s: is longer than %,d characters".formatted(name, MAX_ATTRIBUTE));
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                throw new EventRefusedException("%s: holds a control character at position %d".formatted(name, i + 1));
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    throw new EventRefusedException(
                            "%s: holds half of a character at position %d".formatted(name, i + 1));
                }
                i++;
            }
        }
    }

    /** A copy of a fresh digest is had for a fraction of what looking one up costs. */
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
