package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records as a COBOL copybook says. A packet's field is called as its item is, in any case, with {@code _} for {@code -}; groups
 * go unmentioned, and a table is a list, of values or of maps. A missing field is what VALUE says, else spaces or zeros.
 */
public final class CopybookLayout implements Layout {

    private static final int LONGEST = 1 << 20;

    private final List<CopybookItem> items;
    private final Encoding encoding;
    private final RecordEnd end;

    /**
     * @param copybook its text
     * @throws IllegalArgumentException with every problem, for people
     */
    public CopybookLayout(String copybook, RecordEnd end, String charset) {
        this.items = CopybookReader.read(copybook);
        this.encoding = Encoding.of(charset);
        this.end = end;
        if (width(items) > LONGEST) {
            throw new IllegalArgumentException("copybook: a record of " + width(items) + " bytes is longer than 1 MB");
        }
        if (end != RecordEnd.NONE && hasBytes(items)) {
            throw new IllegalArgumentException(
                    "copybook: COMP and COMP-3 hold any bytes, those that end a record too; set record_end: none");
        }
        try {
            write(items, Map.of(), new Output(encoding.encoder(), new Block())); // what VALUE says has to fit
        } catch (UnfitException e) {
            throw new IllegalArgumentException("copybook: VALUE of " + e.getMessage(), e);
        }
    }

    /** Of a record without its end, in bytes. */
    public int width() {
        return (int) width(items);
    }

    private static long width(List<CopybookItem> items) {
        return items.stream().mapToLong(item -> Math.min(LONGEST + 1L, item.times().orElse(1)
                * (item.picture().isPresent() ? usage(item).width(item.picture().get()) : width(item.parts())))).sum();
    }

    private static boolean hasBytes(List<CopybookItem> items) {
        return items.stream().anyMatch(item -> item.picture().isPresent() ? usage(item) != Usage.DISPLAY
                : hasBytes(item.parts()));
    }

    private static Usage usage(CopybookItem item) {
        return item.usage().orElse(Usage.DISPLAY);
    }

    @Override
    public List<String> columns(Iterable<Packet> packets) {
        return names(items);
    }

    @Override
    public byte[] line(String text) throws UnfitException {
        return encoding.line(text + end.text);
    }

    @Override
    public Records records(List<String> columns) {
        var encoder = encoding.encoder();
        return new Records() {
            @Override
            public void names(Block into) {}

            @Override
            public void record(Packet packet, Block into) throws UnfitException {
                var out = new Output(encoder, into);
                write(items, Cell.fields(packet), out);
                out.add(end.text, "the end of a record");
            }
        };
    }

    /** Where a record goes. */
    private record Output(Encoder encoder, Block block) {

        /** @return the bytes that it takes */
        private int add(String text, String what) throws UnfitException {
            int begin = block.size();
            encoder.encode(CharBuffer.wrap(text), block, () -> what);
            return block.size() - begin;
        }
    }

    /** @param fields those of the packet, or of one element of a table */
    private void write(List<CopybookItem> items, Map<?, ?> fields, Output out) throws UnfitException {
        var values = new HashMap<String, Named>();
        for (var field : fields.entrySet()) {
            var name = field.getKey().toString();
            var other = values.put(CopybookItem.plain(name), new Named(name, field.getValue()));
            if (other != null) {
                throw new UnfitException("'%s' and '%s' are the same to COBOL".formatted(other.name, name));
            }
        }
        var known = names(items);
        Set<String> unknown = new HashSet<>(values.keySet());
        known.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new UnfitException("the copybook has no '%s'; it has %s".formatted(
                    values.get(unknown.iterator().next()).name, known));
        }
        put(items, values, out);
    }

    /** A value, and what its field is called in the packet. */
    private record Named(String name, Object value) {}

    private void put(List<CopybookItem> items, Map<String, Named> values, Output out)
            throws UnfitException {
        for (var item : items) {
            var given = values.getOrDefault(item.name(), new Named(item.isFiller() ? "FILLER" : item.name(), null));
            if (item.times().isEmpty()) {
                if (item.picture().isPresent()) {
                    field(item, given.name, given.value, out);
                } else {
                    put(item.parts(), values, out);
                }
                continue;
            }
            var elements = elements(item, given);
            for (int i = 0; i < item.times().get(); i++) {
                var element = i < elements.size() ? elements.get(i) : null;
                var name = "%s(%d)".formatted(given.name, i + 1);
                if (item.picture().isPresent()) {
                    field(item, name, element, out);
                } else if (element == null || element instanceof Map) {
                    write(item.parts(), element == null ? Map.of() : (Map<?, ?>) element, out);
                } else {
                    throw new UnfitException("'%s' is no map, and its table (line %d of the copybook) is of %s"
                            .formatted(name, item.line(), names(item.parts())));
                }
            }
        }
    }

    private static List<?> elements(CopybookItem item, Named given) throws UnfitException {
        return switch (given.value) {
            case null -> List.of();
            case List<?> list when list.size() > item.times().get() -> throw new UnfitException(
                    "'%s' has %d elements, its table (line %d of the copybook) holds %d".formatted(given.name,
                            list.size(), item.line(), item.times().get()));
            case List<?> list -> list;
            default -> throw new UnfitException("'%s' is no list, and line %d of the copybook has it OCCURS %d TIMES"
                    .formatted(given.name, item.line(), item.times().get()));
        };
    }

    private void field(CopybookItem item, String name, Object value, Output out)
            throws UnfitException {
        var picture = item.picture().orElseThrow();
        var written = value == null ? item.initial().orElse(null) : value;
        if (usage(item) != Usage.DISPLAY) {
            out.block.add(usage(item).bytes(picture, picture.number(name, written)));
            return;
        }
        if (out.add(picture.format(name, written), "'" + name + "'") != picture.width()) {
            throw new UnfitException("'%s' takes more than the %d bytes of its picture %s in %s".formatted(name,
                    picture.width(), picture.written(), encoding.charset().name()));
        }
    }

    /** What packets may call: fields and tables, not the groups above them. */
    private static List<String> names(List<CopybookItem> items) {
        var names = new ArrayList<String>();
        for (var item : items) {
            if (item.picture().isPresent() || item.times().isPresent()) {
                if (!item.isFiller()) {
                    names.add(item.name());
                }
            } else {
                names.addAll(names(item.parts()));
            }
        }
        return names;
    }
}
