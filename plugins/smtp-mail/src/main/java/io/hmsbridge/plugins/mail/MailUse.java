package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.Setting;
import java.util.List;
import java.util.Optional;

/** The settings of one use in a sheet: to whom, and the templates of the notice. */
public record MailUse(
        @Setting("The recipients; {field} stands for one of the packet's, a list for several, 100 at most. The target's unless set.") Optional<
                List<String>> to,
        @Setting("More recipients, as copies.") Optional<List<String>> cc,
        @Setting(value = "The subject's template.", fallback = "{$type}: {$subject}") String subject,
        @Setting(value = "The subject's template of a digest of several packets.",
                fallback = "{$count} notices from {$target}") String digestSubject,
        @Setting("The template of the plain text; all fields, one to a line, unless set.") Optional<String> text,
        @Setting("The template of the HTML, in which values are escaped; without it the notice is plain text.") Optional<
                String> html,
        @Setting(value = "The packet as an attachment.", fallback = "none") Attachment attach) {
}
