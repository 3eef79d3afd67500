package io.hmsbridge.plugins.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.hmsbridge.api.Packet;
import java.io.CharArrayWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * CSV after RFC 4180. A missing or null value is an empty cell, an empty text a quoted one.
 *
 * @param fixed the columns, if they were set; else they are those of the packets
 * @param idColumn a first column with each packet's idempotency key, if wanted
 * @param names whether the first record is the columns' names
 * @param guard whether texts that a spreadsheet would take for a formula get an apostrophe before them
 */
public record CsvLayout(List<String> fixed, Optional<String> idColumn, boolean names, boolean guard, char separator,
        RecordEnd end, String charset) implements Layout {

    private static final int LINE = 1024;

    /** @throws IllegalArgumentException with a message for people if these do not go together */
    public CsvLayout {
        fixed = List.copyOf(fixed);
        Encoding.of(charset);
        if (end == RecordEnd.NONE) {
            throw new IllegalArgumentException("records of CSV need an end: crlf or lf");
        }
        if (new HashSet<>(fixed).size() < fixed.size()) {
            throw new IllegalArgumentException("a column is there twice");
        }
    }

    @Override
    public List<String> columns(Iterable<Packet> packets) {
        var columns = new LinkedHashSet<String>();
        idColumn.ifPresent(columns::add);
        columns.addAll(fixed);
        if (fixed.isEmpty()) {
            packets.forEach(packet -> {
                if (packet.form() != Packet.Form.JSON_PATCH) {
                    columns.addAll(packet.fields().keySet());
                }
            });
        }
        return List.copyOf(columns);
    }

    @Override
    public byte[] line(String text) throws UnfitException {
        return Encoding.of(charset).line(text + end.text);
    }

    @Override
    public Records records(List<String> columns) {
        return new CsvRecords(columns);
    }

    private final class CsvRecords implements Records {

        private final List<String> columns;
        private final Set<String> known;
        private final List<String> cells = new ArrayList<>();
        private final Encoding encoding = Encoding.of(charset);
        private final Encoder encoder = encoding.encoder();
        private final Line line = new Line();
        private final CsvWriter csv = CsvWriter.builder().fieldSeparator(separator).bufferSize(LINE)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .lineDelimiter(end == RecordEnd.CRLF ? LineDelimiter.CRLF : LineDelimiter.LF).build(line);

        private CsvRecords(List<String> columns) {
            this.columns = columns;
            this.known = Set.copyOf(columns);
        }

        @Override
        public void names(Block into) throws UnfitException {
            if (names) {
                encode(columns, into);
            }
        }

        @Override
        public void record(Packet packet, Block into) throws UnfitException {
            var fields = Cell.fields(packet);
            for (var field : fields.keySet()) {
                if (!known.contains(field)) {
                    throw new UnfitException("there is no column for '" + field + "'; the columns are " + columns);
                }
            }
            if (idColumn.isPresent() && fields.containsKey(idColumn.get())) {
                throw new UnfitException("'" + idColumn.get() + "' is the column of the packet's id: rename the field");
            }
            cells.clear();
            for (var column : columns) {
                var value = fields.get(column);
                var text = Cell.text(column, value);
                cells.add(guard && value instanceof String && looksLikeFormula(text) ? "'" + text : text);
            }
            if (idColumn.isPresent()) {
                cells.set(columns.indexOf(idColumn.get()), packet.idempotencyKey());
            }
            encode(cells, into);
        }

        private void encode(List<String> cells, Block into) throws UnfitException {
            line.reset();
            csv.writeRecord(cells);
            flush();
            encoder.encode(line.text(), into, () -> {
                int bad = 0;
                while (bad < cells.size() - 1 && (cells.get(bad) == null || encoding.canHold(cells.get(bad)))) {
                    bad++;
                }
                return "'" + columns.get(bad) + "'";
            });
        }

        private void flush() {
            try {
                csv.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory takes it
            }
        }
    }

    /** One record as text. */
    private static final class Line extends CharArrayWriter {

        private CharBuffer text() {
            return CharBuffer.wrap(buf, 0, count);
        }
    }

    private static boolean looksLikeFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }
}
