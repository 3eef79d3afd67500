package io.hmsbridge.plugins.rest;

import io.hmsbridge.api.HttpReply;
import io.hmsbridge.api.SendException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads fields of an answer, JSON or XML. XML is read without document types, entities or inclusions. */
final class AnswerFields {

    private static final int LONGEST = 100;

    private AnswerFields() {}

    /** The field as a few plain characters for a receipt; empty if the answer has no such scalar. */
    static Optional<String> find(HttpReply reply, String path) {
        Object value;
        try {
            value = map(reply);
        } catch (SendException _) {
            return Optional.empty(); // the target has it all the same
        }
        for (var step : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        if (value == null || value instanceof Iterable || value instanceof Map) {
            return Optional.empty();
        }
        var text = value.toString().replaceAll("\\p{Cntrl}", " ").strip();
        return Optional.of(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }

    /** @throws SendException if the answer is neither a JSON object nor XML */
    static Map<String, Object> map(HttpReply reply) throws SendException {
        if (reply.header("Content-Type").filter(type -> type.contains("xml")).isPresent()) {
            return xml(reply.body());
        }
        if (!(reply.json() instanceof Map<?, ?> json)) {
            throw new SendException(SendException.Kind.RETRY, "the answer is no JSON object");
        }
        var fields = new LinkedHashMap<String, Object>();
        json.forEach((name, value) -> fields.put((String) name, value));
        return fields;
    }

    private static Map<String, Object> xml(byte[] body) throws SendException {
        try {
            var builders = DocumentBuilderFactory.newDefaultNSInstance();
            builders.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            builders.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            builders.setXIncludeAware(false);
            builders.setExpandEntityReferences(false);
            var builder = builders.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // the usual one prints parts of the answer
            return fields(builder.parse(new ByteArrayInputStream(body)).getDocumentElement());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK reads XML", e);
        } catch (SAXException | IOException _) { // their messages quote the answer
            throw new SendException(SendException.Kind.RETRY, "the answer is not XML, or has a document type");
        }
    }

    private static Map<String, Object> fields(Element element) {
        var fields = new LinkedHashMap<String, Object>();
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                boolean isLeaf = child.getElementsByTagName("*").getLength() == 0;
                fields.putIfAbsent(child.getLocalName(), isLeaf ? child.getTextContent() : fields(child));
            }
        }
        return fields;
    }
}
