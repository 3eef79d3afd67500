package io.hmsbridge.plugins.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text with fields of a packet in braces: {@code /v2/rates/{grade}?dry={dry_run}}, as level 1 of RFC 6570. What a field
 * holds is always encoded, so it stays within its place: no other path, no other host, no further header.
 */
final class Template {

    private static final Pattern FIELD = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    /** A piece of text, or the name of a field. */
    private record Part(String text, boolean isField) {}

    private final String source;
    private final List<Part> parts;

    private Template(String source, List<Part> parts) {
        this.source = source;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException for a brace without its partner, or a name with {@code $} that is not known */
    static Template of(String source) {
        var parts = new ArrayList<Part>();
        int end = 0;
        for (var fields = FIELD.matcher(source); fields.find(); end = fields.end()) {
            parts.add(new Part(source.substring(end, fields.start()), false));
            parts.add(new Part(known(fields.group(1), source), true));
        }
        parts.add(new Part(source.substring(end), false));
        for (var part : parts) {
            if (!part.isField && (part.text.indexOf('{') >= 0 || part.text.indexOf('}') >= 0)) {
                throw new IllegalArgumentException("'" + source + "' has a brace without its partner");
            }
        }
        return new Template(source, List.copyOf(parts));
    }

    private static String known(String name, String source) {
        if (name.startsWith("$") && !PacketFields.OF_THE_BRIDGE.containsKey(name)) {
            throw new IllegalArgumentException("'" + source + "': there is no {" + name + "}; use one of "
                    + String.join(", ", PacketFields.OF_THE_BRIDGE.keySet().stream().sorted().toList()));
        }
        return name;
    }

    boolean hasFields() {
        return parts.size() > 1;
    }

    /** The path and query, encoded, with a slash in front. */
    String path(PacketFields fields) throws UnfitException {
        var made = new StringBuilder("/");
        boolean inQuery = false;
        for (var part : parts) {
            if (!part.isField) {
                inQuery |= part.text.indexOf('?') >= 0;
                made.append(Percent.ofLiteral(part.text));
                continue;
            }
            var value = fields.text(part.text);
            if (value.isEmpty() && !inQuery) {
                throw new UnfitException("the field '" + part.text + "' is a part of the path, but it is empty");
            }
            made.append(Percent.of(value));
        }
        return checked(made.toString());
    }

    private String checked(String made) throws UnfitException {
        int mark = made.indexOf('?');
        var path = SLASHES.matcher(mark < 0 ? made : made.substring(0, mark)).replaceAll("/");
        for (var segment : path.split("/")) {
            var plain = segment.replace("%2E", ".").replace("%2e", ".");
            if (plain.equals(".") || plain.equals("..")) {
                throw new UnfitException(
                        "the path " + source + " would lead to another place: it has a step '.' or '..'");
            }
        }
        return mark < 0 ? path : path + made.substring(mark);
    }

    /** The value of a header: printable ASCII, all else of a field percent-encoded. */
    String header(PacketFields fields) throws UnfitException {
        var made = new StringBuilder();
        for (var part : parts) {
            made.append(part.isField ? Percent.ofHeader(fields.text(part.text)) : part.text);
        }
        return made.toString();
    }

    /** The text with its fields as they are, for a value that is compared with known ones. */
    String plain(PacketFields fields) throws UnfitException {
        var made = new StringBuilder();
        for (var part : parts) {
            made.append(part.isField ? fields.text(part.text) : part.text);
        }
        return made.toString();
    }

    /** As written, with its braces. */
    @Override
    public String toString() {
        return source;
    }
}
