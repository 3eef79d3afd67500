package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The content of one file. It is laid out twice, once to be checked and counted and once to be written, and never held in
 * memory as a whole.
 */
public final class Document {

    private final Layout layout;
    private final Frame frame;
    private final Frame.Totals totals;
    private final List<String> columns;
    private final Map<Integer, String> unfit = new TreeMap<>();
    private final List<Packet> fitting;
    private final long size;

    /** @param packets at least one; read again for every writing */
    public Document(List<Packet> packets, Layout layout, Frame frame, Dating dating) throws UnfitException {
        this.layout = layout;
        this.frame = frame;
        totals = new Frame.Totals(dating.of(packets.getFirst().origin().acceptedAt()));
        columns = layout.columns(packets);
        var records = layout.records(columns);
        long length = records.names().length;
        int place = 0;
        for (var packet : packets) {
            try {
                length += records.record(packet).length;
                totals.add(packet.fields());
            } catch (UnfitException e) {
                unfit.put(place, e.getMessage());
            }
            place++;
        }
        fitting = unfit.isEmpty() ? packets
                : new Selection(packets, IntStream.range(0, place).filter(i -> !unfit.containsKey(i)).toArray());
        size = length + line(frame.header()).length + line(frame.trailer()).length;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** The packets that are in it. */
    public List<Packet> fitting() {
        return fitting;
    }

    /** Why the packet of this place is not in it, if so. */
    public Optional<String> unfit(int place) {
        return Optional.ofNullable(unfit.get(place));
    }

    /** Writes all of it; the stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        try {
            var records = layout.records(columns);
            out.write(line(frame.header()));
            out.write(records.names());
            for (var packet : fitting) {
                out.write(records.record(packet));
            }
            out.write(line(frame.trailer()));
        } catch (UnfitException e) {
            throw new IllegalStateException("a packet that fitted does no more", e);
        }
    }

    /** The whole of it as text; of packets that do not fit, why. For people, and for few packets. */
    public String preview(Charset charset) {
        var out = new ByteArrayOutputStream();
        try {
            writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes it
        }
        var text = new StringBuilder(out.toString(charset));
        unfit.values().forEach(why -> text.append("no record: ").append(why));
        return text.toString();
    }

    private byte[] line(String template) throws UnfitException {
        return template.isEmpty() ? new byte[0] : layout.line(Frame.fill(template, totals));
    }
}
