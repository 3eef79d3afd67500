package io.hmsbridge.core.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * One YAML document and all that is wrong with it.
 *
 * <p>Scalars mean what they look like. Without quotes, {@code true} and {@code false} are flags, {@code null},
 * {@code ~} and nothing are null, and what JSON calls a number is an exact number; all else is text: {@code no},
 * {@code 012}, {@code 0x1F}, {@code 1_000}, {@code 1:30}, {@code 2026-11-24}. In quotes everything is text. Keys are
 * text as written.
 *
 * <p>Refused: tags, anchors and aliases, merge keys, a key given twice, a key that is a list or a map, several
 * documents in one file, more than {@link #MAX_BYTES} or {@link #MAX_DEPTH}, and encodings other than UTF-8 (a byte
 * order mark is skipped).
 */
public final class YamlDocument {

    /** The largest file. */
    public static final int MAX_BYTES = 1_048_576;
    /** How many maps and lists may be nested. */
    public static final int MAX_DEPTH = 50;

    private static final String SAVE_AS_UTF8 = "Save the file as UTF-8.";

    private final YamlSource source;
    private final Problems problems = new Problems();
    private final Optional<YamlNode> root;

    private YamlDocument(YamlSource source, Optional<String> text) {
        this.source = source;
        this.root = text.flatMap(readable -> new TreeBuilder(source, readable, problems).build());
    }

    /**
     * Reads a document. Never throws for what the content is: look at {@link #problems()}.
     *
     * @param fileName as it is to be shown to people
     */
    public static YamlDocument parse(String fileName, byte[] content) {
        if (content.length > MAX_BYTES) {
            return unreadable(new YamlSource(fileName, "").at(1, 1).error(
                    "the file is larger than 1 MB", "Is it the right file?"));
        }
        String text = withoutByteOrderMark(new String(content, StandardCharsets.UTF_8));
        var source = new YamlSource(fileName, text);
        if (isUtf16(content)) {
            return unreadable(new YamlSource(fileName, "").at(1, 1).error("the file is in UTF-16", SAVE_AS_UTF8));
        }
        int good = wellFormedLength(content);
        if (good < content.length) {
            var beginning = withoutByteOrderMark(new String(content, 0, good, StandardCharsets.UTF_8));
            return unreadable(source.after(beginning).error("the file is not in UTF-8", SAVE_AS_UTF8));
        }
        return new YamlDocument(source, Optional.of(text));
    }

    /** What is wrong so far. Readers of this document add what they find. */
    public Problems problems() {
        return problems;
    }

    /** The whole tree; empty where the file could not be read to its end. */
    public Optional<YamlNode> root() {
        return root;
    }

    /**
     * A reader for the document's top-level map, which adds to {@link #problems()}. Where the file could not be read,
     * or is no map, that is the one problem reported and the reader stays silent.
     */
    public MapReader map() {
        return switch (root.orElse(null)) {
            case YamlMap map -> MapReader.of(map, problems);
            case null -> silent(source.at(1, 1));
            case YamlNode other -> {
                problems.add(other.position().error("the file must be a map of keys and values, not " + other.kind(),
                        "Write `key: value` lines."));
                yield silent(other.position());
            }
        };
    }

    private static YamlDocument unreadable(Problem problem) {
        var document = new YamlDocument(new YamlSource(problem.file(), ""), Optional.empty());
        document.problems.add(problem);
        return document;
    }

    private static MapReader silent(Position position) {
        return MapReader.of(new YamlMap(position, Map.of()), new Problems());
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isUtf16(byte[] content) {
        if (content.length < 2) {
            return false;
        }
        int first = content[0] & 0xFF;
        int second = content[1] & 0xFF;
        boolean marked = first == 0xFE && second == 0xFF || first == 0xFF && second == 0xFE;
        return marked || first == 0 || second == 0;
    }

    private static int wellFormedLength(byte[] content) {
        var in = ByteBuffer.wrap(content);
        StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(content.length), true);
        return in.position();
    }
}
