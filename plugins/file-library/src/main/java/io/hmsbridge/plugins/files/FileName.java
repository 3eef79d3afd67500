package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names a file by its packets: the same packets always get the same name, and none leads out of the folder.
 *
 * @param template path below the folder, with {@code {id}}, {@code {key}}, {@code {type}}, {@code {subject}},
 *     {@code {target}} and {@code {date}}
 * @param dating of {@code {date}}
 */
public record FileName(String template, Dating dating) {

    private static final Pattern WORD = Pattern.compile("\\{([^}]*)}");
    private static final Set<String> WORDS = Set.of("id", "key", "type", "subject", "target", "date");
    private static final int MAX_BYTES = 200; // leaves room for the temporary name within the usual 255

    /** @throws IllegalArgumentException with a message for people */
    public FileName {
        WORD.matcher(template).results().map(word -> word.group(1)).filter(word -> !WORDS.contains(word)).findFirst()
                .ifPresent(word -> {
                    throw new IllegalArgumentException("a file's name knows no {" + word + "}; it knows "
                            + WORDS.stream().sorted().toList());
                });
        try {
            confined(WORD.matcher(template).replaceAll("x"));
        } catch (UnfitException e) {
            throw new IllegalArgumentException("'" + template + "': " + e.getMessage(), e);
        }
    }

    /** @param packets at least one, of one file */
    public String of(List<Packet> packets) throws UnfitException {
        var first = packets.getFirst();
        var id = id(first) + (packets.size() == 1 ? "" : "-to-" + id(packets.getLast()));
        var unfit = new ArrayList<String>();
        var name = WORD.matcher(template).replaceAll(word -> {
            var value = switch (word.group(1)) {
                case "id" -> id;
                case "key" -> first.key();
                case "type" -> first.origin().type();
                case "subject" -> first.origin().subject();
                case "target" -> first.id().target();
                default ->
                        DateTimeFormatter.BASIC_ISO_DATE.format(dating.of(first.origin().acceptedAt()));
            };
            if (value.isEmpty() || value.contains("/")) {
                unfit.add(word.group());
            }
            return java.util.regex.Matcher.quoteReplacement(value);
        });
        if (!unfit.isEmpty()) {
            throw new UnfitException("a file's name cannot be made of " + unfit + ": it is empty, or has a /");
        }
        return confined(name);
    }

    private static String id(Packet packet) {
        return packet.id().text() + (packet.id().revision() == 0 ? "" : "-r" + packet.id().revision());
    }

    private static String confined(String path) throws UnfitException {
        for (var part : path.split("/", -1)) {
            // A leading dot is kept for temporary names, and keeps out . and ..
            if (part.isEmpty() || part.startsWith(".") || part.startsWith("~")) {
                throw new UnfitException("a file's name has a part that is empty or begins with . or ~");
            }
            if (part.codePoints().anyMatch(c -> Character.isISOControl(c) || "\\:*?\"<>|".indexOf(c) >= 0
                    || Character.getType(c) == Character.FORMAT)) {
                throw new UnfitException("a file's name has a control character or one of \\ : * ? \" < > |");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                throw new UnfitException("a file's name is longer than " + MAX_BYTES + " bytes");
            }
        }
        return path;
    }
}
