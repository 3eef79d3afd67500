package io.hmsbridge.plugins.soap;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/** The JDK's streams of XML, with entities and external things shut off. */
final class Xml {

    private static final XMLInputFactory IN = XMLInputFactory.newDefaultFactory();
    private static final XMLOutputFactory OUT = XMLOutputFactory.newDefaultFactory();

    static {
        IN.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        IN.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        IN.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        IN.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing external is resolved");
        });
    }

    private Xml() {}

    static XMLStreamReader reader(byte[] bytes) throws XMLStreamException {
        return IN.createXMLStreamReader(new ByteArrayInputStream(bytes));
    }

    static XMLStreamWriter writer(OutputStream out) throws XMLStreamException {
        return OUT.createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
    }

    /** Whether XML 1.0 can hold the text at all. */
    static boolean canHold(String text) {
        return text.codePoints().allMatch(c -> c >= 0x20 && c <= 0xD7FF || c == '\t' || c == '\n' || c == '\r'
                || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000);
    }
}
