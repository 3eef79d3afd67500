package io.hmsbridge.plugins.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.hmsbridge.api.Packet;
import java.io.StringWriter;
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
        return Encoding.of(charset).encode(text + end.text, () -> "a header or trailer");
    }

    @Override
    public Records records(List<String> columns) {
        return new CsvRecords(columns);
    }

    private final class CsvRecords implements Records {

        private final List<String> columns;
        private final Set<String> known;
        private final Encoding encoding = Encoding.of(charset);
        private final StringWriter line = new StringWriter();
        private final CsvWriter csv = CsvWriter.builder().fieldSeparator(separator).bufferSize(0)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .lineDelimiter(end == RecordEnd.CRLF ? LineDelimiter.CRLF : LineDelimiter.LF).build(line);

        private CsvRecords(List<String> columns) {
            this.columns = columns;
            this.known = Set.copyOf(columns);
        }

        @Override
        public byte[] names() throws UnfitException {
            return names ? encode(columns) : new byte[0];
        }

        @Override
        public byte[] record(Packet packet) throws UnfitException {
            var fields = Cell.fields(packet);
            for (var field : fields.keySet()) {
                if (!known.contains(field)) {
                    throw new UnfitException("there is no column for '" + field + "'; the columns are " + columns);
                }
                if (idColumn.isPresent() && idColumn.get().equals(field)) {
                    throw new UnfitException("'" + field + "' is the column of the packet's id: rename the field");
                }
            }
            var cells = new ArrayList<String>(columns.size());
            for (var column : columns) {
                var value = fields.get(column);
                var text = Cell.text(column, value);
                cells.add(guard && value instanceof String && looksLikeFormula(text) ? "'" + text : text);
            }
            if (idColumn.isPresent()) {
                cells.set(columns.indexOf(idColumn.get()), packet.idempotencyKey());
            }
            return encode(cells);
        }

        private byte[] encode(List<String> cells) throws UnfitException {
            line.getBuffer().setLength(0);
            csv.writeRecord(cells);
            return encoding.encode(line.toString(), () -> {
                int bad = 0;
                while (bad < cells.size() - 1 && (cells.get(bad) == null || encoding.canHold(cells.get(bad)))) {
                    bad++;
                }
                return "'" + columns.get(bad) + "'";
            });
        }
    }

    private static boolean looksLikeFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }
}
