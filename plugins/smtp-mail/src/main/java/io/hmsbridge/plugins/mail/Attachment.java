package io.hmsbridge.plugins.mail;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.hmsbridge.api.Packet;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** How packets are attached to their mail. */
public enum Attachment {
    NONE {
        @Override
        byte[] bytes(List<Packet> packets) {
            throw new IllegalStateException("nothing is attached");
        }
    },
    /** A line of names, then a line for each packet. */
    CSV {
        @Override
        byte[] bytes(List<Packet> packets) {
            var names = new LinkedHashSet<String>();
            packets.forEach(packet -> names.addAll(packet.fields().keySet()));
            var text = new StringWriter();
            try (var csv = CsvWriter.builder().build(text)) {
                csv.writeRecord(names.stream().map(Attachment::guarded).toList());
                packets.forEach(packet -> csv.writeRecord(
                        names.stream().map(name -> cell(packet.fields(), name)).toList()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    },
    /** The packet's content; a list of them in a digest. */
    JSON {
        @Override
        byte[] bytes(List<Packet> packets) {
            return Written.json(packets.size() == 1 ? packets.getFirst().content()
                    : packets.stream().map(Packet::content).toList());
        }
    };

    abstract byte[] bytes(List<Packet> packets);

    MimeBodyPart part(List<Packet> packets, String name) throws MessagingException {
        var part = new MimeBodyPart();
        var type = this == CSV ? "text/csv; charset=utf-8" : "application/json";
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes(packets), type)));
        part.setHeader("Content-Transfer-Encoding", "base64"); // so that no server touches an octet of it
        part.setFileName(name + (this == CSV ? ".csv" : ".json"));
        return part;
    }

    private static String cell(Map<String, Object> fields, String name) {
        var value = fields.get(name);
        return value instanceof Number ? Written.of(value) : guarded(Written.of(value));
    }

    /** Text that a spreadsheet would take for a formula is marked as text. */
    private static String guarded(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
