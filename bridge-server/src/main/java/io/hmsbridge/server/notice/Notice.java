package io.hmsbridge.server.notice;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that people should know at once.
 *
 * @param id the same however often it is sent
 * @param about a target, or a file; empty for the whole server
 * @param text one line, without payloads
 */
public record Notice(String id, Kind kind, String about, String text, Instant at) {

    /** A new one. */
    Notice(Kind kind, String about, String text, Instant at) {
        this(UUID.randomUUID().toString(), kind, about, text, at);
    }

    /** What has happened. */
    public enum Kind {
        TARGET_DOWN("target.down"), TARGET_BACK("target.back"), FIRST_DEAD("packet.dead"),
        DEADLINE_ENDANGERED("deadline.endangered"), PLUGIN_REFUSED("plugin.refused"), EVENTS_REFUSED("events.refused"),
        EVENTS_ACCEPTED("events.accepted"), DISK_LOW("disk.low"), CERTIFICATE_ENDS("certificate.ends");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** Its CloudEvents type. */
        public String type() {
            return "bridge.notice." + type;
        }
    }
}
