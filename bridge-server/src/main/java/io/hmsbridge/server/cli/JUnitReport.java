package io.hmsbridge.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the form of JUnit's XML, which CI servers read. */
final class JUnitReport {

    private record Case(String name, String message, String detail) {}

    private record Suite(String name, List<Case> cases) {}

    private final List<Suite> suites = new ArrayList<>();

    /** Begins a group; the cases that follow are its. */
    void suite(String name) {
        suites.add(new Suite(name, new ArrayList<>()));
    }

    void passed(String name) {
        suites.getLast().cases.add(new Case(name, "", ""));
    }

    void failed(String name, String message, String detail) {
        suites.getLast().cases.add(new Case(name, message, detail));
    }

    void write(Path file) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (var suite : suites) {
                write(suite, xml);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void write(Suite suite, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", clean(suite.name));
        xml.writeAttribute("tests", String.valueOf(suite.cases.size()));
        xml.writeAttribute("failures", String.valueOf(suite.cases.stream().filter(c -> !c.message.isEmpty()).count()));
        xml.writeAttribute("errors", "0");
        for (var one : suite.cases) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", clean(suite.name));
            xml.writeAttribute("name", clean(one.name));
            xml.writeAttribute("time", "0");
            if (!one.message.isEmpty()) {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", clean(one.message));
                xml.writeCharacters(clean(one.detail));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** XML has no place for control characters. */
    private static String clean(String text) {
        return text.codePoints().map(c -> c >= ' ' || c == '\n' || c == '\t' ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
