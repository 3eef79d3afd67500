package io.hmsbridge.server.config;

import io.hmsbridge.api.Secret;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.server.notice.Notices;
import io.hmsbridge.server.notice.Notices.Hook;
import io.hmsbridge.server.notice.Notices.Login;
import io.hmsbridge.server.notice.Notices.Mailbox;
import io.hmsbridge.server.notice.Notices.Security;
import io.hmsbridge.server.notice.QuietHours;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where notices go. */
final class NoticesBinding {

    private NoticesBinding() {
    }

    static Optional<Notices> of(MapReader notices) {
        notices.allowOnly(ConfigKey.below("notices"));
        var token = notices.text("token").optional().map(Secret::new);
        var webhook = notices.text("webhook").optional().flatMap(text -> address(notices, text))
                .map(address -> new Hook(address, token));
        var mail = mail(notices.child("mail"));
        var zone = notices.text("zone").optional().map(text -> zone(notices, text)).orElse(ZoneOffset.UTC);
        var quiet = notices.text("quiet").optional();
        var hours = quiet.flatMap(text -> QuietHours.parse(text, zone));
        if (quiet.isPresent() && hours.isEmpty()) {
            notices.error("quiet", "`quiet` must be two times of day", "Write it like 22:00-06:00.");
        }
        return webhook.isEmpty() && mail.isEmpty() ? Optional.empty() : Optional.of(new Notices(webhook, mail, hours));
    }

    private static Optional<Mailbox> mail(MapReader mail) {
        mail.allowOnly(ConfigKey.below("notices", "mail"));
        var security = mail.choice("security", List.of("starttls", "smtps", "none")).optional()
                .flatMap(
                        word -> Stream.of(Security.values()).filter(one -> one.name().equalsIgnoreCase(word)).findAny())
                .orElse(Security.STARTTLS);
        var user = mail.text("user").optional();
        var password = mail.text("password").optional().map(Secret::new);
        var to = mail.texts("to").orElse(List.of());
        if (mail.keys().stream().allMatch(key -> key.equals("security"))) {
            return Optional.empty();
        }
        var port = mail.integer("port").check(n -> n > 0 && n <= 65_535, "`port` must be between 1 and 65535", "")
                .orElse((long) security.port());
        if (user.isPresent() != password.isPresent()) {
            mail.error("user", "`user` and `password` go together", "");
        }
        if (to.isEmpty()) {
            mail.error("to", "`to` is missing", "Write it like [operators@agency.example].");
        }
        var from = mail.text("from").required();
        Stream.concat(Stream.of(from), to.stream()).filter(address -> !isAddress(address)).forEach(
                address -> mail.error(address.equals(from) ? "from" : "to", "`" + address + "` is no mail address",
                        "Write it like operators@agency.example."));
        return Optional.of(new Mailbox(mail.text("host").required(), port.intValue(), security,
                user.flatMap(name -> password.map(secret -> new Login(name, secret))), from, to));
    }

    private static boolean isAddress(String text) {
        try {
            new InternetAddress(text, true);
            return text.contains("@");
        } catch (AddressException _) {
            return false;
        }
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
