package io.hmsbridge.server.config;

import io.hmsbridge.api.Secret;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.server.notice.Notices;
import io.hmsbridge.server.notice.QuietHours;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads where notices go. */
final class NoticesBinding {

    private NoticesBinding() {
    }

    static Optional<Notices> of(MapReader notices) {
        notices.allowOnly(ConfigKey.below("notices"));
        var webhook = notices.text("webhook").optional().flatMap(text -> address(notices, text));
        var token = notices.text("token").optional().map(Secret::new);
        var zone = notices.text("zone").optional().map(text -> zone(notices, text)).orElse(ZoneOffset.UTC);
        var quiet = notices.text("quiet").optional();
        var hours = quiet.flatMap(text -> QuietHours.parse(text, zone));
        if (quiet.isPresent() && hours.isEmpty()) {
            notices.error("quiet", "`quiet` must be two times of day", "Write it like 22:00-06:00.");
        }
        return webhook.map(address -> new Notices(address, token, hours));
    }

    private static Optional<URI> address(MapReader notices, String text) {
        try {
            var address = new URI(text);
            if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null) {
                return Optional.of(address);
            }
        } catch (URISyntaxException _) {
            // told below
        }
        notices.error("webhook", "`webhook` must be an address", "Write it like https://chat.agency.example/hooks/1.");
        return Optional.empty();
    }

    private static ZoneId zone(MapReader notices, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException _) {
            notices.error("zone", "`zone` must be a time zone", "Write it like America/New_York.");
            return ZoneOffset.UTC;
        }
    }
}
