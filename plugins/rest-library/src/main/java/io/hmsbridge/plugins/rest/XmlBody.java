package io.hmsbridge.plugins.rest;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes fields as XML: a map as nested elements, a list as an element repeated, null as an empty element with
 * {@code xsi:nil}.
 */
final class XmlBody {

    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

    private final XMLStreamWriter out;

    private XmlBody(XMLStreamWriter out) {
        this.out = out;
    }

    static byte[] write(String root, Object content) throws UnfitException {
        if (!(content instanceof Map<?, ?> fields)) {
            throw new UnfitException("a JSON Patch cannot be sent as XML");
        }
        var bytes = new ByteArrayOutputStream();
        try {
            var out = WRITERS.createXMLStreamWriter(bytes, "UTF-8");
            out.writeStartDocument("UTF-8", "1.0");
            out.writeStartElement(root);
            out.writeNamespace("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI);
            new XmlBody(out).children(fields);
            out.writeEndElement();
            out.writeEndDocument();
            out.close();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
    }

    private void children(Map<?, ?> fields) throws XMLStreamException, UnfitException {
        for (var field : fields.entrySet()) {
            var name = (String) field.getKey();
            if (!NAME.matcher(name).matches()) {
                throw new UnfitException("the field '" + name + "' is no name of an XML element");
            }
            if (field.getValue() instanceof List<?> list) {
                for (var item : list) {
                    element(name, item);
                }
            } else {
                element(name, field.getValue());
            }
        }
    }

    private void element(String name, Object value) throws XMLStreamException, UnfitException {
        out.writeStartElement(name);
        switch (value) {
            case null -> out.writeAttribute("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil", "true");
            case Map<?, ?> map -> children(map);
            case List<?> _ -> throw new UnfitException("the field '" + name + "' has a list within a list");
            case BigDecimal number -> out.writeCharacters(number.toPlainString());
            default -> out.writeCharacters(legal(name, value.toString()));
        }
        out.writeEndElement();
    }

    private static String legal(String name, String text) throws UnfitException {
        boolean legal = text.codePoints().allMatch(c -> c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c < 0xD800
                || c > 0xDFFF && c != 0xFFFE && c != 0xFFFF);
        if (!legal) {
            throw new UnfitException("the field '" + name + "' has a character that XML cannot hold");
        }
        return text;
    }
}
