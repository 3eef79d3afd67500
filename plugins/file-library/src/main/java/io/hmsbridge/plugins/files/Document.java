package io.hmsbridge.plugins.files;

import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * The content of one file. It is checked, counted and kept as it is laid out; a large one is not kept, and laid out again when
 * it is written.
 */
public final class Document {

    private static final int KEPT = 4 << 20;
    private static final int PIECE = 64 * 1024;

    private final Layout layout;
    private final List<String> columns;
    private final byte[] header;
    private final byte[] trailer;
    private final int packets;
    private final Unfit unfit = new Unfit();
    private final List<Packet> fitting;
    private final Optional<Block> records;
    private final long size;

    /** @param packets at least one; read again for every writing */
    public Document(List<Packet> packets, Layout layout, Frame frame, Dating dating) throws UnfitException {
        this.layout = layout;
        this.packets = packets.size();
        columns = layout.columns(packets);
        var totals = frame.totals(dating.of(packets.getFirst().origin().acceptedAt()));
        var fit = new Selection(packets);
        var writer = layout.records(columns);
        var block = new Block();
        writer.names(block);
        long before = 0;
        int place = 0;
        for (var packet : packets) {
            try {
                block.add(writer, packet);
                totals.add(packet.fields());
                fit.select(place);
            } catch (UnfitException e) {
                unfit.add(place, e.getMessage());
            }
            place++;
            if (block.size() > (before == 0 ? KEPT : PIECE)) {
                before += block.size();
                block = new Block();
            }
        }
        fitting = unfit.size() == 0 ? packets : fit;
        records = before == 0 ? Optional.of(block) : Optional.empty();
        header = line(frame.header(), totals);
        trailer = line(frame.trailer(), totals);
        size = header.length + before + block.size() + trailer.length;
    }

    private byte[] line(String template, Frame.Totals totals) throws UnfitException {
        return template.isEmpty() ? new byte[0] : layout.line(Frame.fill(template, totals));
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** The packets that are in it. */
    public List<Packet> fitting() {
        return fitting;
    }

    /**
     * What all its packets are told, in order: those that do not fit, why.
     *
     * @param written what became of the file
     */
    public List<SendResult> results(SendResult written) {
        return unfit.results(packets, written);
    }

    /** Writes all of it; the stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(header);
        if (records.isPresent()) {
            records.get().writeTo(out);
        } else {
            layOut(out);
        }
        out.write(trailer);
    }

    private void layOut(OutputStream out) throws IOException {
        try {
            var writer = layout.records(columns);
            var block = new Block();
            writer.names(block);
            for (var packet : fitting) {
                block.add(writer, packet);
                if (block.size() > PIECE) {
                    block.writeTo(out);
                    block.clear();
                }
            }
            block.writeTo(out);
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
        unfit.rejects().forEach(reject -> text.append("no record: ").append(reject.reason()));
        return text.toString();
    }
}
