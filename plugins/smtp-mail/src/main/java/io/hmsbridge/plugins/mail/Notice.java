package io.hmsbridge.plugins.mail;

import io.hmsbridge.api.Packet;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A packet as its recipients will read it. Several of one envelope make a digest.
 *
 * @param html empty for a notice of plain text
 */
record Notice(Packet packet, Envelope envelope, String subject, String text, String html) {

    /** What packets have in common that may go as one mail. */
    record Envelope(MailUse use, List<InternetAddress> to, List<InternetAddress> cc) {}

    /** @throws UnfitException if no mail can be made of it */
    static Notice of(Packet packet, String target, MailTarget settings, Recipients recipients) throws UnfitException {
        if (packet.form() == Packet.Form.JSON_PATCH) {
            throw new UnfitException("a JSON Patch has no fields to fill a notice with; let the sheet make fields");
        }
        var use = packet.with(MailUse.class);
        Function<String, Object> values = name -> value(packet, target, name);
        var to = recipients.of("to", use.to().or(settings::to).orElse(List.of()), values);
        if (to.isEmpty()) {
            throw new UnfitException("there is no recipient: name one in 'to', of the sheet or of the target");
        }
        var cc = recipients.of("cc", use.cc().orElse(List.of()), values);
        var subject = Template.of("subject", use.subject()).fill(values, UnaryOperator.identity());
        Headers.check("subject", subject);
        var text = use.text().isPresent() ? Template.of("text", use.text().get()).fill(values, UnaryOperator.identity())
                : listed(packet);
        var html = use.html().isPresent() ? Template.of("html", use.html().get()).fill(values, Notice::escaped) : "";
        return new Notice(packet, new Envelope(use, to, cc), subject, text, html);
    }

    /** What a name in a template stands for; nothing if the packet lacks it, since it holds only what has changed. */
    private static Object value(Packet packet, String target, String name) {
        return switch (name) {
            case "$type" -> packet.origin().type();
            case "$subject" -> packet.origin().subject();
            case "$source" -> packet.origin().source();
            case "$time" -> packet.origin().time().toString();
            case "$key" -> packet.key();
            case "$packet" -> packet.id().text();
            case "$target" -> target;
            default -> field(packet.fields(), name);
        };
    }

    private static Object field(Object within, String path) {
        if (!(within instanceof java.util.Map<?, ?> map)) {
            return null;
        }
        int dot = path.indexOf('.');
        return map.containsKey(path) || dot < 0 ? map.get(path)
                : field(map.get(path.substring(0, dot)), path.substring(dot + 1));
    }

    private static String listed(Packet packet) {
        return packet.fields().entrySet().stream().map(field -> field.getKey() + ": " + Written.of(field.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
