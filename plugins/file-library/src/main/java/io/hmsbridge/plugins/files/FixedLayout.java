package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records of fixed width, each field by its {@link Picture}. A missing or null field is spaces or zeros. */
public final class FixedLayout implements Layout {

    private final Map<String, Picture> pictures = new LinkedHashMap<>();
    private final Encoding encoding;
    private final RecordEnd end;

    /**
     * @param fields names and pictures in the record's order
     * @throws IllegalArgumentException with every problem, for people
     */
    public FixedLayout(Map<String, String> fields, RecordEnd end, String charset) {
        this.end = end;
        this.encoding = Encoding.of(charset);
        var problems = new ArrayList<String>();
        if (fields.isEmpty()) {
            problems.add("a fixed layout needs its fields, each with a picture");
        }
        fields.forEach((name, written) -> {
            try {
                pictures.put(name, Picture.of(written));
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    @Override
    public List<String> columns(Iterable<Packet> packets) {
        return List.copyOf(pictures.keySet());
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
                FixedLayout.this.record(packet, encoder, into);
            }
        };
    }

    private void record(Packet packet, Encoder encoder, Block into) throws UnfitException {
        var fields = Cell.fields(packet);
        for (var field : fields.keySet()) {
            if (!pictures.containsKey(field)) {
                throw new UnfitException("there is no picture for '" + field + "'; there are " + pictures.keySet());
            }
        }
        for (var picture : pictures.entrySet()) {
            var field = picture.getKey();
            var text = picture.getValue().format(field, fields.get(field));
            int begin = into.size();
            encoder.encode(CharBuffer.wrap(text), into, () -> "'" + field + "'");
            if (into.size() - begin != picture.getValue().width()) {
                throw new UnfitException("'%s' takes more than the %d bytes of its picture %s in %s".formatted(field,
                        picture.getValue().width(), picture.getValue().written(), encoding.charset().name()));
            }
        }
        encoder.encode(CharBuffer.wrap(end.text), into, () -> "the end of a record");
    }
}
