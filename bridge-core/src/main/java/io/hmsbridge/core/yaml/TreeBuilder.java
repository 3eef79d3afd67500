package io.hmsbridge.core.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds the tree from the parser's events. Events, not the parser's own nodes, because only they still tell an
 * explicit tag from a resolved one and never expand an alias.
 */
final class TreeBuilder {

    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final YamlSource source;
    private final Problems problems;
    private final String text;
    private final Parser parser;
    private Position reached;

    TreeBuilder(YamlSource source, String text, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.text = text;
        this.reached = source.at(1, 1);
        var options = new LoaderOptions();
        options.setCodePointLimit(YamlDocument.MAX_BYTES);
        this.parser = new ParserImpl(new StreamReader(text), options);
    }

    /** The root, or empty where the text cannot be read to its end; the problems then say why. */
    Optional<YamlNode> build() {
        try {
            return Optional.ofNullable(document());
        } catch (MarkedYAMLException e) {
            problems.add(SyntaxError.of(e, source));
        } catch (ReaderException e) {
            problems.add(source.after(beginning(e.getPosition())).error("a control character is not possible in YAML",
                    "Delete it, or write it as an escape in double quotes."));
        } catch (TooDeep e) {
            problems.add(position(parser.peekEvent()).error("maps and lists are nested deeper than "
                    + YamlDocument.MAX_DEPTH + " levels", ""));
        } catch (YAMLException | NumberFormatException e) {
            // The parser's answers to rare damage, such as the escape \UFFFFFFFF; they do not say where it is.
            problems.add(reached.error("what follows here is not valid YAML",
                    "Check indentation, quotes, and escapes (`\\U...`)."));
        }
        return Optional.empty();
    }

    private YamlNode document() {
        expect(Event.ID.StreamStart);
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return empty();
        }
        expect(Event.ID.DocumentStart);
        YamlNode root = node(0);
        expect(Event.ID.DocumentEnd);
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            problems.add(position(parser.peekEvent()).error("a second document begins here",
                    "Put it into a file of its own."));
            return null;
        }
        boolean nothing = root instanceof YamlScalar scalar && scalar.isNull() && problems.isEmpty();
        return nothing ? empty() : root;
    }

    private YamlNode empty() {
        problems.add(source.at(1, 1).error("the file is empty", ""));
        return null;
    }

    private void expect(Event.ID id) {
        Event event = parser.getEvent();
        if (!event.is(id)) {
            throw new IllegalStateException("expected " + id + ", got " + event.getEventId());
        }
    }

    private YamlNode node(int depth) {
        if (depth > YamlDocument.MAX_DEPTH) {
            throw new TooDeep();
        }
        Event event = parser.getEvent();
        reached = position(event);
        refuseAnchorAndTag(event);
        return switch (event) {
            case MappingStartEvent start -> map(start, depth);
            case SequenceStartEvent start -> list(start, depth);
            case ScalarEvent scalar -> scalar(scalar);
            default -> new YamlScalar(position(event), "", null);
        };
    }

    private YamlMap map(MappingStartEvent start, int depth) {
        var entries = new LinkedHashMap<String, YamlMap.Entry>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Event keyEvent = parser.peekEvent();
            YamlNode keyNode = node(depth + 1);
            YamlNode value = node(depth + 1);
            if (isUsableKey(keyEvent)) {
                add(entries, ((YamlScalar) keyNode).text(), new YamlMap.Entry(keyNode.position(), value));
            }
        }
        parser.getEvent();
        return new YamlMap(position(start), entries);
    }

    private boolean isUsableKey(Event event) {
        if (event instanceof AliasEvent) {
            return false;
        }
        if (!(event instanceof ScalarEvent key)) {
            problems.add(position(event).error("a key must be text, not a list or a map",
                    "Put it in quotes if it is text, for instance a ${...} placeholder."));
            return false;
        }
        if (key.isPlain() && key.getValue().isEmpty()) {
            problems.add(position(event).error("a key is missing before the colon", "Write `key: value`."));
            return false;
        }
        if (key.isPlain() && key.getValue().equals("<<")) {
            problems.add(position(event).error("merge keys (`<<`) are not used here", "Write the entries out."));
            return false;
        }
        return true;
    }

    private void add(LinkedHashMap<String, YamlMap.Entry> entries, String key, YamlMap.Entry entry) {
        var first = entries.putIfAbsent(key, entry);
        if (first != null) {
            problems.add(entry.keyPosition().error("the key `" + key + "` is already in line "
                    + first.keyPosition().line(), "Keep one of the two."));
        }
    }

    private YamlList list(SequenceStartEvent start, int depth) {
        var items = new ArrayList<YamlNode>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(depth + 1));
        }
        parser.getEvent();
        return new YamlList(position(start), items);
    }

    private YamlScalar scalar(ScalarEvent event) {
        String text = event.getValue();
        if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            problems.add(position(event).error("this text holds a NUL or half of a surrogate pair", "Delete it."));
        }
        return new YamlScalar(position(event), text, event.isPlain() ? CoreSchema.value(text) : text);
    }

    private void refuseAnchorAndTag(Event event) {
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            problems.add(position(event).error("anchors and aliases (`&name`, `*name`) are not used here",
                    event instanceof AliasEvent ? "Write the value out, or put it in quotes if it is text."
                            : "Delete it, or put the value in quotes if it is text."));
        }
        String tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent start -> start.getTag();
            default -> null;
        };
        if (tag != null) {
            problems.add(position(event).error("tags (`!name`, `!!type`) are not used here",
                    "Delete it, or put the value in quotes if it is text."));
        }
    }

    private String beginning(int codePoints) {
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    private Position position(Event event) {
        return source.at(event.getStartMark().getLine() + 1, event.getStartMark().getColumn() + 1);
    }
}
